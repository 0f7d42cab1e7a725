import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { progressOn } from '../progress.mjs';
import { isPackage, LOCK, packagesOf, root } from './checkout.mjs';

/** `npm ci`, with a line of progress on stderr. Arguments: `dev`, for what tests and checks need. */
const hasDev = process.argv[2] === 'dev';
const beganAt = performance.now();
const folders = Object.entries(packagesOf(LOCK))
  .filter(isPackage)
  .filter(([, { dev, optional, devOptional }]) => !optional && (hasDev || !(dev || devOptional)))
  .map(([path]) => join(root, path, 'package.json'));
const progress = progressOn(process.stderr);
const tell = () => {
  const there = folders.filter((file) => existsSync(file)).length;
  progress.tell(`Installing packages: ${there} of ${folders.length}`);
};

console.error('Installing packages (npm ci) …');
const ticking = setInterval(tell, 500);
const npm = spawnNpm([
  'ci',
  // Also where NODE_ENV=production, in which npm leaves out what tests need.
  hasDev ? '--include=dev' : '--omit=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=error',
]);
const [status] = await once(npm, 'exit');
clearInterval(ticking);
progress.end();
const seconds = ((performance.now() - beganAt) / 1000).toFixed(0);
if (status === 0) console.error(`Installed in ${seconds} s.`);
process.exitCode = status ?? 1;

/** The npm that runs us, or the one on the path. What it says itself is said only when it fails. */
function spawnNpm(args) {
  const own = process.env.npm_execpath;
  const [command, list] = own?.endsWith('.js') ? [process.execPath, [own, ...args]] : ['npm', args];
  const shell = command === 'npm' && process.platform === 'win32';
  return spawn(command, list, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell });
}
