import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, npm, prepare, root } from './prepare.mjs';

/**
 * `npm run test:vitest`: installs the test kit and Vitest in a bare project elsewhere, and runs the
 * first example of the kit's document there. Not of the gate: it needs a registry.
 */
prepare();
const folder = mkdtempSync(join(tmpdir(), 'conductor-vitest-'));
try {
  const packed = run(
    process.execPath,
    [join(root, 'scripts', 'pack.mjs'), 'testing', '--to', folder],
    root,
  );
  const project = { name: 'orders', private: true, type: 'module' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  const status = npm(['install', ...options, 'vitest@4', packed.trim().split('\n').at(-1)]);
  if (status !== 0) fail('Vitest could not be installed: see above. It needs a npm registry.');
  const document = readFileSync(join(root, 'docs', 'TESTING-A-DEFINITION.md'), 'utf8');
  const [, example = ''] = /```ts\n([^]*?)```/.exec(document) ?? [];
  copyFileSync(
    join(root, 'tests', 'packages', 'testing-package.fixture.json'),
    join(folder, 'order.json'),
  );
  writeFileSync(join(folder, 'order.spec.ts'), `import { it } from 'vitest';\n${example}`);
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  console.log(run(process.execPath, [vitest, 'run', '--reporter=verbose'], folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
