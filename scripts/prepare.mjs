import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSTALLED, isPackage, LOCK, packagesOf, root } from './building/checkout.mjs';

/** Makes a fresh checkout runnable. Uses only Node and npm. */

export { root };

const NODE_MIN = [20, 19];
const SOURCES = ['apps', 'libs', 'migrations'];
const BUILD_SETTINGS = [
  ...['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  ...['schemas/openapi.json', 'scripts/building/transpile.mjs'],
];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage']);

/**
 * Exits with one clear line when something is missing that this script cannot provide.
 * @param `build`: into `dist`; `dev`: with what tests and checks need, and not only what runs
 */
export function prepare({ build: wantsBuild = false, dev: wantsDev = true } = {}) {
  requireNode();
  install(wantsDev);
  if (wantsBuild) build();
}

export function fail(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return;
  fail(`Conductor needs Node ${NODE_MIN.join('.')} or later; this is ${process.versions.node}.`);
}

function install(wantsDev) {
  if (isInstalled(wantsDev)) return;
  // A checkout in which somebody has run tests keeps what they need.
  const args = wantsDev || hasDev() ? ['dev'] : [];
  if (runStep('install.mjs', args) === 0) return;
  fail('The packages could not be installed: see above. It needs a connection to a npm registry.');
}

/** Compared by content, since a checkout changes every mtime. */
function isInstalled(withDev) {
  if (!existsSync(INSTALLED)) return false;
  const present = packagesOf(INSTALLED);
  return Object.entries(packagesOf(LOCK))
    .filter(isPackage)
    .every(([path, { version, integrity, dev, optional, devOptional, peer }]) => {
      const found = present[path];
      if (found) return found.version === version && found.integrity === integrity;
      // An optional package may be for another kind of machine.
      return Boolean(optional || peer || (!withDev && (dev || devOptional)));
    });
}

function hasDev() {
  return existsSync(INSTALLED) && Object.values(packagesOf(INSTALLED)).some(({ dev }) => dev);
}

function runStep(script, args = []) {
  const step = join(root, 'scripts', 'building', script);
  const { status } = spawnSync(process.execPath, [step, ...args], { cwd: root, stdio: 'inherit' });
  return status ?? 1;
}

/** The npm that runs us, or the one on the path. */
export function npm(args) {
  const own = process.env.npm_execpath;
  const [command, list] = own?.endsWith('.js') ? [process.execPath, [own, ...args]] : ['npm', args];
  const shell = command === 'npm' && process.platform === 'win32';
  return spawnSync(command, list, { cwd: root, stdio: 'inherit', shell }).status ?? 1;
}

function build() {
  const stamp = join(root, 'dist', '.sources');
  const sources = fingerprintSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  if (runStep('build.mjs') !== 0) fail('The build failed: see above.');
  writeFileSync(stamp, sources);
}

/** With the checks of types that a build of the programs leaves out. */
export function compile(project) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', join(root, project)];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail('The build failed: see above.');
}

/** Names, sizes and modification times of everything that a build reads. */
function fingerprintSources() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (NOT_SOURCES.has(entry.name)) continue;
      if (entry.isDirectory()) walk(path);
      else add(path);
    }
  };
  SOURCES.forEach(walk);
  BUILD_SETTINGS.forEach(add);
  return hash.digest('hex');
}
