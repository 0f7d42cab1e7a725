import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, sourceFiles } from './architecture/files.js';

const IDS = [
  ...Array.from({ length: 10 }, (_, at) => `A${at + 1}`),
  ...Array.from({ length: 17 }, (_, at) => `B${at + 1}`),
  ...['P1', 'P2'],
];

interface Row {
  readonly id: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

function rows(): readonly Row[] {
  const text = readFileSync(join(root, 'docs/SECURITY.md'), 'utf8');
  return text.split('\n').flatMap((line): Row[] => {
    const [, id] = /^\| ([ABP]\d+) \|/.exec(line) ?? [];
    if (id === undefined) return [];
    const named = [...line.matchAll(/`([\w.-]+spec\.ts)` › \*([^*]+)\*/g)];
    return [{ id, tests: named.map(([, file = '', title = '']) => ({ file, title })) }];
  });
}

/** Whether a file of this name has a test with this title. */
function hasTest({ file, title }: Row['tests'][number]): boolean {
  const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``];
  return sourceFiles()
    .filter((each) => basename(each) === file)
    .map((each) => readFileSync(join(root, each), 'utf8'))
    .some((source) => quoted.some((text) => source.includes(text)));
}

describe('The attacks of docs/SECURITY.md', () => {
  it('are all there, each with a test', () => {
    expect(rows().map(({ id }) => id)).toEqual(IDS);
    const without = rows().filter(({ tests }) => tests.length === 0);
    expect(without).toEqual([]);
  });

  it('are shown by tests that exist', () => {
    const missing = rows().flatMap(({ id, tests }) =>
      tests.filter((test) => !hasTest(test)).map(({ file, title }) => [id, file, title]),
    );
    expect(missing).toEqual([]);
  });

  it('would be missed: a title that nobody has is found', () => {
    expect(hasTest({ file: 'key-text.spec.ts', title: 'nobody tests this' })).toBe(false);
  });
});
