import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, prepare, root } from './prepare.mjs';

/**
 * `npm run pack:testing`: packs the test kit as `@conductor/testing`, with the engine and without
 * any server, to be installed in repositories that contain definitions. Prints the path of the
 * file.
 */
const [outDir = root] = process.argv.slice(2);
const staging = join(root, 'dist', 'packages', 'testing');
/** What the test kit stands on. */
const ROOMS = ['protocol', 'expressions', 'definition', 'engine', 'simulation'];
const DEPENDENCIES = ['@cfworker/json-schema'];

prepare();
rmSync(staging, { recursive: true, force: true });
run('node', [
  join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
  '-p',
  'tsconfig.testing.json',
]);
writeManifest();
copyFileSync(join(root, 'docs', 'TESTING-A-DEFINITION.md'), join(staging, 'README.md'));
copyFileSync(join(root, 'LICENSE'), join(staging, 'LICENSE'));
mkdirSync(outDir, { recursive: true });
const packed = run('npm', ['pack', staging, '--pack-destination', outDir, '--loglevel=error']);
console.log(join(outDir, packed.trim().split('\n').at(-1)));

function writeManifest() {
  const { version, license, engines, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const manifest = {
    name: '@conductor/testing',
    version,
    description: 'Runs saga definitions of Conductor against fake participants, in virtual time.',
    license,
    type: 'module',
    engines,
    exports: './libs/testing-kit/src/index.js',
    imports: Object.fromEntries(ROOMS.map((room) => [`#${room}`, `./libs/${room}/src/index.js`])),
    files: ['libs'],
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, dependencies[name]])),
  };
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
