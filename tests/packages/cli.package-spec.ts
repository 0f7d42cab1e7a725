import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL_TIME_MS, newFolder, pack, Project, removeFolder } from './installed.fixture.js';

/* `@conductor/cli` as it is installed: the program by npx, and a project that it makes. */

let folder: string;
let project: Project;

beforeAll(() => {
  folder = newFolder();
  project = Project.install(folder, { packed: pack(['cli', 'testing'], folder) });
}, INSTALL_TIME_MS);

afterAll(() => removeFolder(folder));

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

it('runs by npx, and says which one it is', () => {
  expect(project.run('npx', ['conductor', '--version']).trim()).toBe(version);
});

it('checks a definition without a conductor', () => {
  project.run('npx', ['conductor', 'new', 'shop']);
  const said = project.run('npx', ['conductor', 'verify', 'shop/sagas/order.json', '--json']);
  expect(JSON.parse(said)).toMatchObject({ ok: true, files: [{ name: 'order' }] });
}, 60_000);

it('makes a project whose test passes with the packed test kit', () => {
  project.run('npx', ['conductor', 'new', 'market']);
  const said = project.run(process.execPath, ['--test', join('market', 'sagas', 'order.test.mjs')]);
  expect(said).toMatch(/# pass 2\n# fail 0/);
}, 60_000);

it('says what is wrong when no conductor answers, by its exit code too', () => {
  const line = 'npx conductor me --url http://127.0.0.1:9; echo "exit $?"';
  expect(project.run('sh', ['-c', line])).toContain('exit 1');
}, 60_000);
