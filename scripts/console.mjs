import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

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

/** Into dist/console, each file beside its compressed forms: nobody compresses when asked. */
export function buildConsole() {
  const status = makeTypes() || run('vite/bin/vite.js', ['build', '--logLevel', 'warn', FOLDER]);
  if (status === 0) compress(BUILT);
  return status;
}

export function checkConsole() {
  return makeTypes() || run('typescript/bin/tsc', ['-p', FOLDER]);
}

function compress(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    if (!COMPRESSED.test(file)) continue;
    const content = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

function run(program, args, output = 'inherit') {
  const bin = join(root, 'node_modules', program);
  const stdio = ['ignore', output, 'inherit'];
  // a test that builds must not make the console that developers of React see
  const env = { ...process.env, NODE_ENV: 'production' };
  return spawnSync(process.execPath, [bin, ...args], { cwd: root, stdio, env }).status ?? 1;
}
