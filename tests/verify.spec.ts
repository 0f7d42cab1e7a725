import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/* `npm run verify` reads a file by the policy of all doors. */

const STEP = '{"name":"one","command":"svc.do","compensation":"svc.undo"}';
const DEFINITION = `{"name":"small","steps":[${STEP}]}`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function verify(text: string) {
  const file = join(folder, 'definition.json');
  writeFileSync(file, text);
  const run = spawnSync(process.execPath, ['scripts/verify.mjs', file], { encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe('npm run verify', () => {
  it('ignores a byte-order mark at the start of the file', () => {
    const { status, said } = verify(`\ufeff${DEFINITION}`);
    expect(said).toContain('0 of them end badly');
    expect(status).toBe(0);
  });

  it.each([
    [`\ufeff\ufeff${DEFINITION}`, 'more than one byte-order mark'],
    [DEFINITION.replace('"steps"', '"name":"other","steps"'), 'the key "name" stands twice'],
    [DEFINITION.replace('"small"', '9007199254740993'), '9007199254740993 cannot be kept exactly'],
    [DEFINITION.replace('small', '\\ud800'), 'half a surrogate pair'],
    [DEFINITION.replace('svc.do"', 'svc.do","input":"${9007199254740993}"'), 'expression-type'],
  ])('refuses %j and says why', (text, why) => {
    const { status, said } = verify(text);
    expect(said).toContain(why);
    expect(status).toBe(1);
  });
});
