import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './console.mjs';

/** Makes a fresh checkout runnable. Uses only Node and npm. */

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const NODE_MIN = [20, 19];
const SOURCES = ['apps', 'libs', 'migrations'];
const BUILD_SETTINGS = [
  ...['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  'schemas/openapi.json',
];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage']);

/** Exits with one clear line when something is missing that this script cannot provide. */
export function prepare({ build: wantsBuild = false } = {}) {
  requireNode();
  install();
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

function install() {
  if (isInstalled()) return;
  console.error('Installing packages (npm ci) …');
  // The compiler and the test runner are development packages, needed even if NODE_ENV=production.
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const status = npm(args);
  if (status !== 0) {
    fail(
      'The packages could not be installed: see above. It needs a connection to a npm registry.',
    );
  }
}

/** npm records what it installed. Compared by content, since a checkout changes every mtime. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([path, { version, integrity, optional, peer, link }]) => {
    if (path === '' || link || !path.startsWith('node_modules/')) return true;
    const found = present[path];
    // An optional package may be for another kind of machine.
    if (!found) return Boolean(optional || peer);
    return found.version === version && found.integrity === integrity;
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
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
  console.error('Building …');
  compile('tsconfig.build.json');
  if (buildConsole() !== 0) fail('The console could not be built: see above.');
  writeFileSync(stamp, sources);
}

/** Builds into an empty `dist`. */
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
