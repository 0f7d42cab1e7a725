import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/** `npm run -s cli -- saga list`: the command line of this checkout, as others install it. */
prepare({ build: true });
const bin = join(root, 'dist', 'libs', 'cli', 'src', 'bin.js');
const cwd = process.env.INIT_CWD ?? process.cwd();
const args = [bin, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' }).status ?? 1;
