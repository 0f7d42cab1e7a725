import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conductor } from '../cli.fixture.js';

const SHARED = [
  ...['.env', '.gitignore', 'README.md', 'docker-compose.yml', 'docker/databases.sql'],
  ...['package.json', 'sagas/order.json', 'sagas/order.test.mjs'],
];
const servicesIn = (ending: string) =>
  ['participant', 'payment', 'stock'].map((name) => `services/${name}.${ending}`);

/** By what is given to `new` besides the name: the files that are made. */
const KINDS = [
  ['plain', [], [...SHARED, ...servicesIn('mjs')]],
  ['nest', ['--nest'], [...SHARED, ...servicesIn('ts'), 'tsconfig.json']],
] as const;

let cwd: string;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'new-'));
  for (const [name, options] of KINDS) {
    expect(await conductor(['new', name, ...options], { cwd })).toMatchObject({ exit: 0 });
  }
});

afterAll(() => rmSync(cwd, { recursive: true }));

const read = (file: string): string => readFileSync(join(cwd, file), 'utf8');
const filesIn = (name: string): readonly string[] =>
  readdirSync(join(cwd, name), { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(cwd, name, file)).isFile(),
  );

describe.each(KINDS)('A new project, %s', (name, _, files) => {
  it('has two services, a definition with its test, the servers, and nothing else', () => {
    expect([...filesIn(name)].sort()).toEqual([...files].sort());
    expect(JSON.parse(read(`${name}/package.json`))).toMatchObject({ name, type: 'module' });
    expect(filesIn(name).filter((file) => /__/.test(read(`${name}/${file}`)))).toEqual([]);
  });

  it('has a README that names the files and scripts of this kind', () => {
    const readme = read(`${name}/README.md`);
    const named = [...readme.matchAll(/`((?:sagas|services)\/[^`]+)`/g)].map(([, file]) => file);
    expect(named).toHaveLength(5);
    expect(filesIn(name)).toEqual(expect.arrayContaining(named));
    const { scripts } = JSON.parse(read(`${name}/package.json`)) as { scripts: object };
    const called = [...readme.matchAll(/^npm run (\S+)/gm)].map(([, script]) => script);
    expect(called).toEqual(expect.arrayContaining(['stock', 'payment', 'server']));
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(called));
  });

  it('needs whatever its services import', () => {
    const { dependencies } = JSON.parse(read(`${name}/package.json`)) as { dependencies: object };
    const imported = filesIn(name)
      .filter((file) => file.startsWith('services/'))
      .flatMap((file) => [...read(`${name}/${file}`).matchAll(/ from '((?!node:|\.)[^']+)'/g)])
      .map(([, from = '']) => /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0]);
    expect(imported.length).toBeGreaterThan(3);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(imported));
  });

  it('has a secret of its own, which nobody else reads and git does not take', () => {
    expect(statSync(join(cwd, name, '.env')).mode & 0o777).toBe(0o600);
    const others = KINDS.map(([kind]) => kind).filter((kind) => kind !== name);
    for (const other of others) expect(read(`${name}/.env`)).not.toBe(read(`${other}/.env`));
    expect(read(`${name}/.gitignore`)).toContain('.env');
  });

  it('has a definition whose every path ends well', async () => {
    const ran = await conductor(['verify', `${name}/sagas/*.json`, '--json'], { cwd });
    expect([ran.exit, ran.json()]).toMatchObject([0, { ok: true }]);
  });
});

it('A project is not made over what is there, and not under any name', async () => {
  writeFileSync(join(cwd, 'plain', 'mine'), '');
  const again = await conductor(['new', 'plain', '--nest'], { cwd });
  expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('not empty') });
  expect(await conductor(['new', '../up'], { cwd })).toMatchObject({ exit: 2 });
});
