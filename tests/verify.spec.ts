import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEPT_TEXTS, REFUSED_TEXTS } from '#testing-internal';

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
  return run([file]);
}

function run(args: readonly string[]) {
  const done = spawnSync(process.execPath, ['scripts/verify.mjs', ...args], { encoding: 'utf8' });
  return { status: done.status, said: done.stdout + done.stderr };
}

describe('npm run verify', () => {
  const withInput = (text: string) => DEFINITION.replace('"svc.do"', `"svc.do","input":${text}`);

  it.each(REFUSED_TEXTS)('does not take %s', (text, _code, reason) => {
    const { status, said } = verify(withInput(text));
    expect(said).toContain(`${reason}: `);
    expect(status).toBe(1);
  });

  it.each(KEPT_TEXTS)('takes %s', (text) => {
    const { status, said } = verify(withInput(text));
    expect(said).toContain('0 of them end badly');
    expect(status).toBe(0);
  });

  it('ignores a byte-order mark at the start of the file', () => {
    const { status, said } = verify(`\ufeff${DEFINITION}`);
    expect(said).toContain('0 of them end badly');
    expect(status).toBe(0);
  });

  it('checks all files that it is given, also after one that is bad', () => {
    const [good, bad] = ['good.json', 'bad.json'].map((name) => join(folder, name));
    writeFileSync(good!, DEFINITION);
    writeFileSync(bad!, '{"name":"bad","steps":[]}');
    const missing = join(folder, 'missing.json');

    expect(run([good!, good!])).toMatchObject({ status: 0 });
    const { status, said } = run([missing, bad!, good!]);

    expect(said).toContain(`Cannot read ${missing}`);
    expect(said).toContain(`${bad} is not valid`);
    expect(said).toContain('0 of them end badly');
    expect(status).toBe(1);
  });

  it('says how it is used', () => {
    expect(run(['--help'])).toMatchObject({
      status: 0,
      said: expect.stringContaining('Exit code'),
    });
    expect(run(['--fast'])).toMatchObject({
      status: 1,
      said: expect.stringContaining('no option'),
    });
    expect(run([])).toMatchObject({ status: 1, said: expect.stringContaining('Which definition') });
  });

  it.each([
    [`\ufeff\ufeff${DEFINITION}`, 'more than one byte-order mark'],
    [DEFINITION.replace('"steps"', '"name":"other","steps"'), 'the key "name" occurs twice'],
    [
      DEFINITION.replace('"small"', '9007199254740993'),
      '9007199254740993 cannot be stored exactly',
    ],
    [DEFINITION.replace('small', '\\ud800'), 'lone surrogate'],
    [DEFINITION.replace('svc.do"', 'svc.do","input":"${9007199254740993}"'), 'expression-type'],
  ])('refuses %j and says why', (text, why) => {
    const { status, said } = verify(text);
    expect(said).toContain(why);
    expect(status).toBe(1);
  });
});
