import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/*
 * The test kit as its users have it: packed, installed in another repository, and run as the first
 * example of its document. It lies below this repository only to find the packages that it needs.
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

/** The first example of its document, for a definition that lies elsewhere. */
function example(): string {
  const document = readFileSync('docs/TESTING-A-DEFINITION.md', 'utf8');
  const [, text = ''] = /```ts\n([^]*?)```/.exec(document) ?? [];
  expect(text).toContain("from '@conductor/testing'");
  return text.replace(
    "'order.json'",
    `'${resolve('tests/packages/testing-package.fixture.json')}'`,
  );
}

/** The same without types, its imports made by a line of the caller's. */
function plainExample(imports: string): string {
  const [, ...rest] = example().replace('definition: unknown', 'definition').split(/\n\n/);
  return `${imports}\n${rest.join('\n\n')}`;
}

describe('The package @conductor/testing', () => {
  const NAME = 'gives the stock back when the card is declined';
  const REQUIRED = `const { readFileSync } = require('node:fs');
const { refuses, scenario, succeeds } = require('@conductor/testing');`;
  const IMPORTED = `import { readFileSync } from 'node:fs';
import { refuses, scenario, succeeds } from '@conductor/testing';`;

  beforeAll(() => {
    const packed = run(
      process.execPath,
      ['scripts/pack.mjs', 'testing', '--to', folder],
      '.',
    ).trim();
    const target = join(folder, 'node_modules', '@conductor', 'testing');
    mkdirSync(target, { recursive: true });
    const file = packed.split('\n').at(-1) ?? '';
    run('tar', ['-xzf', file, '--strip-components=1', '-C', target], '.');
  });

  it('runs the example of its document under node:test', () => {
    writeFileSync(
      join(folder, 'order.test.mjs'),
      plainExample(`import { it } from 'node:test';\n${IMPORTED}`),
    );
    const said = run(process.execPath, ['--test', '--test-reporter=tap', 'order.test.mjs'], folder);
    expect(said).toContain(`ok 1 - ${NAME}`);
    expect(said).toContain('# pass 1');
  });

  it('is required where modules cannot be', () => {
    const runner = `const it = (name, body) => { body(); console.log('passed: ' + name); };`;
    writeFileSync(join(folder, 'example.cjs'), plainExample(`${REQUIRED}\n${runner}`));
    // Node 20 has no such option, and cannot
    const options = process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
      ? ['--no-experimental-require-module']
      : [];
    expect(run(process.execPath, [...options, 'example.cjs'], folder)).toBe(`passed: ${NAME}\n`);
  });

  it('runs under Jest as a NestJS project has it: TypeScript, compiled to CommonJS', () => {
    writeFileSync(join(folder, 'order.spec.ts'), example());
    const config = {
      rootDir: folder,
      testEnvironment: 'node',
      testRegex: '.*\\.spec\\.ts$',
      moduleFileExtensions: ['js', 'json', 'ts'],
      transform: {
        '^.+\\.ts$': [
          resolve('node_modules/@swc/jest'),
          { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
        ],
      },
    };
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
    const jest = resolve('node_modules/jest/bin/jest.js');
    const report = join(folder, 'report.json');
    const more = ['--json', `--outputFile=${report}`, '--no-cache'];
    run(process.execPath, [jest, '--config', 'jest.config.json', ...more], folder);
    const { numPassedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
    };
    expect(numPassedTests).toBe(1);
  });

  it.each([
    ['a module', 'nodenext', 'example.mts'],
    ['CommonJS', 'nodenext', 'example.cts'],
  ])('has types for %s', (_what, module, file) => {
    const text = `declare const it: Function;\n${example()}`;
    writeFileSync(join(folder, file), text);
    const strict = ['--strict', '--noEmit', '--target', 'es2023', '--lib', 'es2023'];
    const node = [
      '--ignoreConfig',
      '--module',
      module,
      '--types',
      'node',
      '--skipLibCheck',
      'true',
    ];
    const tsc = resolve('node_modules/typescript/bin/tsc');
    run(process.execPath, [tsc, ...strict, ...node, file], folder);
  });
});
