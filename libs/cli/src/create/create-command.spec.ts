import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conductor } from '../cli.fixture.js';

let cwd: string;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'new-'));
  for (const name of ['shop', 'other']) {
    expect(await conductor(['new', name], { cwd })).toMatchObject({ exit: 0 });
  }
});

afterAll(() => rmSync(cwd, { recursive: true }));

const read = (file: string): string => readFileSync(join(cwd, file), 'utf8');

describe('A new project', () => {
  it('has two services, a definition with its test, and the servers', () => {
    const files = readdirSync(join(cwd, 'shop'), { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(
      expect.arrayContaining([
        ...['.env', '.gitignore', 'README.md', 'docker-compose.yml', 'package.json'],
        ...[
          'sagas/order.json',
          'sagas/order.test.mjs',
          'services/stock.mjs',
          'services/payment.mjs',
        ],
      ]),
    );
    expect(JSON.parse(read('shop/package.json'))).toMatchObject({ name: 'shop' });
    const texts = files.filter((file) => statSync(join(cwd, 'shop', file)).isFile());
    expect(texts.filter((file) => read(`shop/${file}`).includes('__'))).toEqual([]);
  });

  it('has a secret of its own, which nobody else reads and git does not take', () => {
    expect(statSync(join(cwd, 'shop', '.env')).mode & 0o777).toBe(0o600);
    expect(read('shop/.env')).not.toBe(read('other/.env'));
    expect(read('shop/.gitignore')).toContain('.env');
  });

  it('has a definition whose every path ends well', async () => {
    const ran = await conductor(['verify', 'shop/sagas/*.json', '--json'], { cwd });
    expect([ran.exit, ran.json()]).toMatchObject([0, { ok: true }]);
  });

  it('is not made over what is there, and not under any name', async () => {
    writeFileSync(join(cwd, 'shop', 'mine'), '');
    const again = await conductor(['new', 'shop'], { cwd });
    expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('not empty') });
    expect(await conductor(['new', '../up'], { cwd })).toMatchObject({ exit: 2 });
  });
});
