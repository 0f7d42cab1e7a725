import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkConsole } from './console.mjs';
import { prepare, root } from './prepare.mjs';

/** Checks types, lint rules and formatting; runs all of them even when one fails. */
const CHECKS = {
  types: ['typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
  'lint rules': ['eslint/bin/eslint.js', '.'],
  formatting: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
};

prepare();
for (const [name, [program, ...args]] of Object.entries(CHECKS)) {
  const bin = join(root, 'node_modules', program);
  const { status } = spawnSync(process.execPath, [bin, ...args], { cwd: root, stdio: 'inherit' });
  tell(name, status);
}
tell('types of the console', checkConsole());

function tell(name, status) {
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${name}`);
  if (status !== 0) process.exitCode = 1;
}
