import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The page's sources, and types that are made from the API's description. */
const FOLDER = join(root, 'apps', 'console');
const DESCRIPTION = join(root, 'schemas', 'openapi.json');
const TYPES = join(FOLDER, 'src', 'api', 'schema.d.ts');
const BUILT = join(root, 'dist', 'console');
const COMPRESSED = /\.(html|js|css|svg|json)$/;

/** Exits of the programs that it calls are the caller's; null: all went well. */
export function makeTypes() {
  const isMade = existsSync(TYPES) && statSync(TYPES).mtimeMs >= statSync(DESCRIPTION).mtimeMs;
  return isMade ? 0 : run('openapi-typescript/bin/cli.js', [DESCRIPTION, '-o', TYPES], 'ignore');
}

/**
 * Into dist/console, each file beside its compressed forms: nobody compresses when asked. Types are
 * not looked at: that is for `checkConsole`.
 * @throws Error it could not be built; why is on stderr
 */
export async function buildConsole() {
  const args = ['build', '--logLevel', 'warn', FOLDER];
  const [status] = await once(spawn(...program('vite/bin/vite.js', args, 'inherit')), 'exit');
  if (status !== 0) throw new Error('The console could not be built: see above.');
  await compress(BUILT);
}

export function checkConsole() {
  return makeTypes() || run('typescript/bin/tsc', ['-p', FOLDER]);
}

async function compress(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => COMPRESSED.test(name));
  await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name);
      const content = await readFile(file);
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
      await writeFile(`${file}.br`, await promisify(brotliCompress)(content, { params }));
      await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

function run(name, args, output = 'inherit') {
  return spawnSync(...program(name, args, output)).status ?? 1;
}

/** What starts a program of a package, and its options. */
function program(name, args, output) {
  const bin = join(root, 'node_modules', name);
  const stdio = ['ignore', output, 'inherit'];
  // a test that builds must not make the console that developers of React see
  const env = { ...process.env, NODE_ENV: 'production' };
  return [process.execPath, [bin, ...args], { cwd: root, stdio, env }];
}
