import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, prepare, root } from './prepare.mjs';

/**
 * `npm run pack [-- NAME …]`: packs `@conductor/NAME`, or all packages, as files to install, and
 * prints their paths. `--to FOLDER` puts them elsewhere than into dist/packs. The table of
 * packages: scripts/pack/packages.mjs.
 */
const { values, positionals } = parseArgs({
  options: { to: { type: 'string', default: join(root, 'dist', 'packs') } },
  allowPositionals: true,
});
const outDir = resolve(values.to);

// the programs and the console too: some packages have files of them
prepare({ build: true });
// The compiler is there only now.
const { PACKAGES } = await import('./pack/packages.mjs');
const { copyBuilt } = await import('./pack/built.mjs');
const { writeCommonJs, compileModules } = await import('./pack/compile.mjs');
const { COMMONJS, isCommonJs, manifestOf } = await import('./pack/manifest.mjs');
const { requireComplete, withPaths } = await import('./pack/specifiers.mjs');
const { readmeOf } = await import('./pack/readme.mjs');
const { writeSql } = await import('./pack/sql.mjs');

const names = positionals.length > 0 ? positionals : Object.keys(PACKAGES);
for (const name of names) {
  if (!(name in PACKAGES)) {
    fail(`There is no package ${name}. There are: ${Object.keys(PACKAGES).join(', ')}`);
  }
}
mkdirSync(outDir, { recursive: true });
for (const name of names) console.log(await pack(name, PACKAGES[name]));

async function pack(name, row) {
  // one of its own, for two may be packed at a time
  const staging = join(root, 'dist', 'packages', `${name}-${process.pid}`);
  const remove = () => rmSync(staging, { recursive: true, force: true });
  // a failure ends the process
  process.once('exit', remove);
  try {
    await fill(staging, name, row);
    const options = ['--pack-destination', outDir, '--loglevel=error'];
    const packed = run('npm', ['pack', staging, ...options]);
    return join(outDir, packed.trim().split('\n').at(-1));
  } finally {
    remove();
    process.off('exit', remove);
  }
}

async function fill(staging, name, row) {
  const doors = Object.values(row.doors ?? {});
  const entries = [...doors, ...Object.values(row.bin ?? {})];
  if (row.built) copyBuilt(entries, staging);
  else compileModules(entries, staging);
  for (const { from, to = from } of row.files ?? []) copy(join(root, from), join(staging, to));
  if (isCommonJs(row)) {
    const folder = join(staging, COMMONJS);
    writeCommonJs(doors, staging, folder);
    // The nearest manifest says what its files are.
    writeJson(join(folder, 'package.json'), { type: 'commonjs' });
  }
  if (row.sql) await writeSql(join(staging, row.sql), join(staging, 'sql'));
  const manifest = manifestOf(name, row);
  writeJson(join(staging, 'package.json'), manifest);
  writeFileSync(join(staging, 'README.md'), readmeOf(join(root, row.readme)));
  copy(join(root, 'LICENSE'), join(staging, 'LICENSE'));
  requireComplete(staging, manifest, row);
}

/** Scripts may name rooms, whose code is elsewhere in a package. */
function copy(from, to) {
  if (!existsSync(from)) fail(`${from} is to be packed, and is not there. Is it built?`);
  mkdirSync(dirname(to), { recursive: true });
  if (!from.endsWith('.mjs')) return cpSync(from, to, { recursive: true });
  writeFileSync(to, withPaths(readFileSync(from, 'utf8'), from.slice(root.length + 1)));
}

function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
