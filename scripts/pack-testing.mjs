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
const DOOR = 'libs/testing-kit/src/index.js';
const DEPENDENCIES = ['@cfworker/json-schema', 're2js'];

prepare();
rmSync(staging, { recursive: true, force: true });
for (const project of ['tsconfig.testing.json', 'tsconfig.testing-commonjs.json']) {
  run('node', [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', project]);
}
writeManifests();
copyFileSync(join(root, 'docs', 'TESTING-A-DEFINITION.md'), join(staging, 'README.md'));
copyFileSync(join(root, 'LICENSE'), join(staging, 'LICENSE'));
mkdirSync(outDir, { recursive: true });
const packed = run('npm', ['pack', staging, '--pack-destination', outDir, '--loglevel=error']);
console.log(join(outDir, packed.trim().split('\n').at(-1)));

/**
 * The code is there twice: as modules, and as CommonJS for Jest, which cannot require modules. The
 * folder `commonjs` has a manifest of its own, since that says what its files are.
 */
function writeManifests() {
  const { version, license, engines, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const imports = Object.fromEntries(
    ROOMS.map((room) => [`#${room}`, `./libs/${room}/src/index.js`]),
  );
  const manifest = {
    name: '@conductor/testing',
    version,
    description: 'Runs saga definitions of Conductor against fake participants, in virtual time.',
    license,
    type: 'module',
    engines,
    exports: {
      '.': {
        import: `./${DOOR}`,
        require: `./commonjs/${DOOR}`,
      },
    },
    imports,
    files: ['libs', 'commonjs'],
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, dependencies[name]])),
  };
  writeJson(join(staging, 'package.json'), manifest);
  writeJson(join(staging, 'commonjs', 'package.json'), { type: 'commonjs', imports });
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}
