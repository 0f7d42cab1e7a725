import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesOf } from '#cli';
import { KEPT_TEXTS, REFUSED_TEXTS } from '#testing-internal';
import { conductor } from '../libs/cli/src/cli.fixture.js';

/* `npm run verify` reads a file by the policy of all doors. */

const STEP = '{"name":"one","command":"svc.do","compensation":"svc.undo"}';
const DEFINITION = `{"name":"small","steps":[${STEP}]}`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the script starts, in this process: starting it for every text would take a second each. */
async function verify(text: string) {
  const { exit, out, err } = await conductor(['verify', fileWith(text)]);
  return { status: exit, said: out + err };
}

function fileWith(text: string): string {
  const file = join(folder, 'definition.json');
  writeFileSync(file, text);
  return file;
}

/** `from`: the folder in which npm was called. */
function run(args: readonly string[], from?: string) {
  const { INIT_CWD: _, ...env } = process.env;
  const done = spawnSync(process.execPath, ['scripts/verify.mjs', ...args], {
    encoding: 'utf8',
    env: from === undefined ? env : { ...env, INIT_CWD: from },
  });
  return { status: done.status, said: done.stdout + done.stderr, stdout: done.stdout };
}

describe('npm run verify', () => {
  const withInput = (text: string) => DEFINITION.replace('"svc.do"', `"svc.do","input":${text}`);

  it.each(REFUSED_TEXTS)('does not take %s', async (text, _code, reason) => {
    const { status, said } = await verify(withInput(text));
    expect(said).toContain(`${reason}: `);
    expect(status).toBe(1);
  });

  it.each(KEPT_TEXTS)('takes %s', async (text) => {
    const { status, said } = await verify(withInput(text));
    expect(said).toContain('0 of them end badly');
    expect(status).toBe(0);
  });

  it('ignores a byte-order mark at the start of the file', async () => {
    const { status, said } = await verify(`\ufeff${DEFINITION}`);
    expect(said).toContain('0 of them end badly');
    expect(status).toBe(0);
  });

  it('begins with what it has to say', () => {
    expect(run([fileWith(DEFINITION)]).stdout).toMatch(/^step +goes wrong/);
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
  ])('refuses %j and says why', async (text, why) => {
    const { status, said } = await verify(text);
    expect(said).toContain(why);
    expect(status).toBe(1);
  });
});

describe('Files of npm run verify', () => {
  const parent = (kind: string) => ({
    name: 'order',
    steps: [{ name: 'ship', kind, saga: { definition: 'parcel' }, forEach: { items: '${[1]}' } }],
  });
  const PARCEL = {
    name: 'parcel',
    steps: [{ name: 'send', command: 'post.send', kind: 'pivot' }],
  };

  /** A fresh folder with these definitions by the names of their files. */
  function folderWith(files: Readonly<Record<string, object>>): string {
    const own = mkdtempSync(join(folder, 'files-'));
    for (const [name, document] of Object.entries(files)) {
      mkdirSync(dirname(join(own, name)), { recursive: true });
      writeFileSync(join(own, name), JSON.stringify(document));
    }
    return own;
  }

  /** What it says in JSON, file by file. */
  function asJson(args: readonly string[], from: string) {
    const { status, stdout } = run(['--json', ...args], from);
    const { ok, files } = JSON.parse(stdout) as { ok: boolean; files: readonly Checked[] };
    return { status, ok, files };
  }

  interface Checked {
    readonly file: string;
    readonly name: string | null;
    readonly ok: boolean;
    readonly faults: readonly { readonly path: string; readonly rule: string }[];
    readonly warnings: readonly { readonly path: string; readonly rule: string }[];
    readonly paths:
      readonly { readonly fault: string; readonly undone: readonly string[] }[] | null;
  }

  it('are named from where one stands, also by patterns', () => {
    const small = JSON.parse(DEFINITION) as object;
    const own = folderWith({
      'a.json': small,
      'b.txt': {},
      'deep/b.json': { ...small, name: 'b' },
      'deep/down/c.json': { ...small, name: 'c' },
    });
    expect(filesOf('a.json', own)).toEqual(['a.json']);
    expect(filesOf('*.json', own)).toEqual(['a.json']);
    expect(filesOf('deep/**/?.json', own)).toEqual(['deep/b.json', 'deep/down/c.json']);
    expect(filesOf('../{b,x}.json', join(own, 'deep', 'down'))).toEqual(['../b.json']);
    expect(filesOf('../deep/{b,x}.json', join(own, 'deep'))).toEqual(['../deep/b.json']);
    expect(filesOf('./deep/*.json', own)).toEqual(['./deep/b.json']);
    expect(filesOf(`${own}/*.json`, join(own, 'deep'))).toEqual([`${own}/a.json`]);
    expect(filesOf('{deep/down,x}/*.json', own)).toEqual(['deep/down/c.json']);
    expect(filesOf('nowhere/*.json', own)).toEqual([]);
    expect(filesOf('missing.json', own)).toEqual(['missing.json']);
    const { files } = asJson(['**/*.json'], own);
    expect(files.map(({ file }) => file)).toEqual(['a.json', 'deep/b.json', 'deep/down/c.json']);
    const none = run(['*.yaml'], own);
    expect(none).toMatchObject({ status: 1, said: expect.stringContaining('*.yaml') });
  });

  it('are found in hidden folders, and not in what others wrote', () => {
    const own = folderWith({
      '.ci/.a.json': {},
      '.git/b.json': {},
      'node_modules/c.json': {},
      'x/node_modules/d.json': {},
    });
    expect(filesOf('**/*.json', own)).toEqual(['.ci/.a.json']);
    expect(filesOf('.ci/*.json', own)).toEqual(['.ci/.a.json']);
  });

  it('all count in the exit code, whichever of them is bad', () => {
    const bad = { name: 'bad', steps: [] };
    const small = JSON.parse(DEFINITION) as object;
    const own = folderWith({ 'a.json': bad, 'b.json': small });
    expect(asJson(['b.json', 'a.json'], own)).toMatchObject({ status: 1, ok: false });
    const { files } = asJson(['missing.json', 'b.json'], own);
    expect(files.map(({ ok }) => ok)).toEqual([false, true]);
    expect(files[0]?.faults[0]?.rule).toBe('unreadable');
    expect(run(['*.json'], own).said).toContain('2 files, 1 of them bad: a.json.');
  });

  it('have their children among them: one with a pivot cannot be undone', () => {
    const own = folderWith({ 'order.json': parent('compensatable'), 'parcel.json': PARCEL });
    const { status, files } = asJson(['*.json'], own);
    expect(status).toBe(1);
    expect(files[0]?.faults).toMatchObject([{ path: '/steps/0/saga', rule: 'child-pivot' }]);
    expect(files[1]).toMatchObject({ name: 'parcel', ok: true });
  });

  it('are warned of a child that is not among them', () => {
    const own = folderWith({ 'order.json': parent('compensatable') });
    const { status, files } = asJson(['order.json'], own);
    expect(status).toBe(0);
    expect(files[0]?.warnings).toMatchObject([{ path: '/steps/0/saga', rule: 'child-definition' }]);
  });

  it('have one name each, or nobody knows which one is a child', () => {
    const own = folderWith({ 'a.json': PARCEL, 'b.json': PARCEL });
    const rules = asJson(['*.json'], own).files.flatMap(({ faults }) => faults);
    expect(rules.map(({ rule }) => rule)).toEqual(['name-twice', 'name-twice']);
  });

  it('are told with a legend, and iterations by the names that operators use', () => {
    const loop = { name: 'all', command: 'svc.do', compensation: 'svc.undo' };
    const steps = [
      { ...loop, forEach: { items: '${[1, 2]}' } },
      { ...loop, name: 'poll', repeat: { until: '${output.done}', interval: '1m' } },
      { name: 'stop', when: '${false}', fail: { code: 'NO' } },
    ];
    const own = folderWith({ 'loop.json': { name: 'loop', steps } });
    const { said } = run(['loop.json'], own);
    expect(said).toMatch(/stop +taken +compensated .* all\[1\] → all\[0\]\n/);
    expect(said).toMatch(/ refused-later +compensated .* all\[0\]\n/);
    expect(said).toMatch(/ exhausted +compensated +29\.0 min +poll\[1\] → poll\[0\] → all/);
    expect(said).toMatch(/\n {2}refused-later +of a loop: its first iteration succeeds/);
    expect(said).toMatch(/\n {2}exhausted +of a repeat: /);
    expect(said).toMatch(/\n {2}taken +its condition holds/);
    expect(said).toMatch(/\n {2}compensated +the saga went back/);
    expect(said).not.toMatch(/\n {2}lost /);
  });
});
