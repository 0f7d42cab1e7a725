import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALL_TIME_MS, newFolder, pack, Project, removeFolder } from './installed.fixture.js';
import { RunningShop } from './nest-project.fixture.js';

/* `@conductor/cli` as it is installed: the program by npx, and projects that it makes. */

let folder: string;
let packed: readonly string[];
let project: Project;

beforeAll(() => {
  folder = newFolder();
  packed = pack(['cli', 'testing', 'participant'], folder);
  project = Project.install(folder, { packed: packed.slice(0, 2) });
});

afterAll(() => removeFolder(folder));

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

it('runs by npx, and says which one it is', () => {
  expect(project.run('npx', ['conductor', '--version']).trim()).toBe(version);
});

it('checks a definition without a conductor', () => {
  project.run('npx', ['conductor', 'new', 'shop']);
  const said = project.run('npx', ['conductor', 'verify', 'shop/sagas/order.json', '--json']);
  expect(JSON.parse(said)).toMatchObject({ ok: true, files: [{ name: 'order' }] });
});

it('makes a project whose test passes with the packed test kit', () => {
  project.run('npx', ['conductor', 'new', 'market']);
  const said = project.run(process.execPath, ['--test', join('market', 'sagas', 'order.test.mjs')]);
  expect(said).toMatch(/# pass 2\n# fail 0/);
});

it('says what is wrong when no conductor answers, by its exit code too', () => {
  const line = 'npx conductor me --url http://127.0.0.1:9; echo "exit $?"';
  expect(project.run('sh', ['-c', line])).toContain('exit 1');
});

describe('A project with NestJS, installed as its README says', () => {
  let made: Project;
  let shop: RunningShop | undefined;

  beforeAll(async () => {
    project.run('npx', ['conductor', 'new', 'store', '--nest']);
    const store = join(project.folder, 'store');
    // the conductor is that of the tests; the server has a test of its own
    project.run('npm', ['--prefix', store, 'pkg', 'delete', 'devDependencies.@conductor/server']);
    made = Project.installMade(store, packed);
    shop = await RunningShop.start(made);
  }, 2 * INSTALL_TIME_MS);

  afterAll(() => shop?.close());

  it('is compiled by its test, which passes', () => {
    expect(made.run('npm', ['test'])).toMatch(/# pass 2\n# fail 0/);
  });

  it('sells, gives back what cannot be paid for, and sells nothing that is not there', async () => {
    const order = { orderId: 'o-1', sku: 'lamp', amount: 40 };
    expect(await shop?.order(order)).toMatchObject({
      status: 'completed',
      output: { chargeId: expect.any(String) },
    });
    expect(await shop?.order({ ...order, orderId: 'o-2', amount: 4000 })).toMatchObject({
      status: 'compensated',
      error: { code: 'LIMIT_EXCEEDED' },
    });
    expect(await shop?.order({ ...order, orderId: 'o-3', sku: 'chair' })).toMatchObject({
      status: 'compensated',
      error: { code: 'SOLD_OUT' },
    });
    const left = await shop?.inStock('select sku, count from stock order by sku desc');
    expect(left).toEqual([
      { sku: 'lamp', count: 9 },
      { sku: 'chair', count: 0 },
    ]);
    expect(await shop?.inStock('select sku from reservation')).toEqual([{ sku: 'lamp' }]);
  });

  it('ends cleanly when it is told to', async () => {
    expect(await shop?.stop()).toEqual([0, 0]);
  });
});
