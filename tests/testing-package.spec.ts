import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/*
 * The test kit as its users have it: packed, installed in another repository, and run as the first
 * example of its document. It lies below this repository only to find the two packages it needs.
 */

let folder: string;

beforeAll(() => {
  mkdirSync('dist', { recursive: true });
  folder = mkdtempSync(resolve('dist', 'testing-package-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

describe('The package @conductor/testing', () => {
  it('runs the example of its document where nothing else of Conductor is', () => {
    const packed = run(process.execPath, ['scripts/pack-testing.mjs', folder], '.').trim();
    const target = join(folder, 'node_modules', '@conductor', 'testing');
    mkdirSync(target, { recursive: true });
    run(
      'tar',
      ['-xzf', packed.split('\n').at(-1) ?? '', '--strip-components=1', '-C', target],
      '.',
    );
    const document = readFileSync('docs/TESTING-A-DEFINITION.md', 'utf8');
    const [, example = ''] = /```ts\n([^]*?)```/.exec(document) ?? [];
    const plain = example.replace(
      "'order.json'",
      `'${resolve('tests/testing-package.fixture.json')}'`,
    );
    expect(plain).toContain("from '@conductor/testing'");
    const runner = `const it = (name, body) => { body(); console.log('passed: ' + name); };\n`;
    const withoutTypes = plain.replace('definition: unknown', 'definition');
    const [imports = '', ...rest] = withoutTypes.split(/\n\n/);
    writeFileSync(join(folder, 'example.mjs'), `${imports}\n${runner}\n${rest.join('\n\n')}`);
    expect(run(process.execPath, ['example.mjs'], folder)).toBe(
      'passed: gives the stock back when the card is declined\n',
    );
    writeFileSync(join(folder, 'example.ts'), `declare const it: Function;\n${plain}`);
    const strict = ['--strict', '--noEmit', '--target', 'es2023', '--lib', 'es2023'];
    const node = [
      '--ignoreConfig',
      '--module',
      'nodenext',
      '--types',
      'node',
      '--skipLibCheck',
      'true',
    ];
    run(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc'), ...strict, ...node, 'example.ts'],
      folder,
    );
  });
});
