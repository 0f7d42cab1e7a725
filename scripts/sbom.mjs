import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { shippedPart } from './building/sbom.mjs';
import { fail, root } from './prepare.mjs';

const USAGE = `npm run sbom -- [FILE]

Writes the packages of what is shipped, the programs and the console, with their versions, licences
and hashes: CycloneDX as JSON, into FILE; left out: dist/sbom.cdx.json. From the lock; nothing is
installed and nobody is asked.`;

const [file = join('dist', 'sbom.cdx.json'), ...more] = process.argv.slice(2);
if (file === '--help' || file === '-h') {
  console.log(USAGE);
  process.exit(0);
}
if (file.startsWith('-') || more.length > 0) fail(`That cannot be understood.\n\n${USAGE}`);
const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
const { status, stdout, stderr } = spawnSync('npm', args, {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 100 * 1024 * 1024,
  shell: process.platform === 'win32',
});
if (status !== 0) fail(`npm sbom failed, it needs npm 9.6 or newer:\n${stderr.trim()}`);
const read = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const part = shippedPart(JSON.parse(stdout), read('package-lock.json'), read('package.json'));
const target = resolve(root, file);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(part, null, 2)}\n`);
console.log(`${target}: ${part.components.length} packages`);
