import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILTER_NAMES, FILTER_STATUSES, FILTERS, isEndedStatus, WAITING_CODES } from '#filters';
import { TERMINAL_STATUSES, Waiting } from '#engine';
import { SAGA_STATUSES } from '../openapi/engine-enums.js';

const OPERATIONS = readFileSync(join(process.cwd(), 'docs/OPERATIONS.md'), 'utf8');

describe('The filters of sagas', () => {
  it('have the statuses that the engine has, and know which of them are ends', () => {
    expect([...FILTER_STATUSES].sort()).toEqual([...SAGA_STATUSES].sort());
    const ends = FILTER_STATUSES.filter(isEndedStatus);
    expect(ends.sort()).toEqual([...TERMINAL_STATUSES].sort());
  });

  it('have the codes of what a saga waits for', () => {
    expect(WAITING_CODES).toEqual(Waiting.CODES);
  });

  it('are all in the table for operators, with the words of the API', () => {
    const [, section = ''] = OPERATIONS.split('\n## Finding sagas\n');
    const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => /^\| `/.test(line));
    expect(rows).toEqual(
      FILTER_NAMES.map((name) => {
        const { about, example } = FILTERS[name];
        return `| \`${name}\` | ${about} | \`${name}=${example}\` |`;
      }),
    );
  });
});
