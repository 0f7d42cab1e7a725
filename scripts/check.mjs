import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/** Types, lint rules and formatting; all three are run, whatever the first one says. */
const CHECKS = {
  types: ['typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
  'lint rules': ['eslint/bin/eslint.js', '.'],
  formatting: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
};

prepare();
for (const [name, [program, ...args]] of Object.entries(CHECKS)) {
  const bin = join(root, 'node_modules', program);
  const { status } = spawnSync(process.execPath, [bin, ...args], { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${name}`);
  if (status !== 0) process.exitCode = 1;
}
