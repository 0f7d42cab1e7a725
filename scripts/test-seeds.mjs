import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { openJest } from './jest-run.mjs';
import { fail, root } from './prepare.mjs';

/**
 * The properties of the gate on fresh seeds, round after round, for as long as it is told:
 * `npm run test:seeds -- --minutes 30`, default 10; further arguments choose files. A failure
 * prints its seed and the command that repeats it, and the next round begins; the exit code is 0
 * only when every round passed. A counterexample becomes a case of its own.
 */
const MINUTES = 10;
const SEED_MAX = 2 ** 31;

const { values, positionals } = parseArgs({
  options: { minutes: { type: 'string', default: String(MINUTES) } },
  allowPositionals: true,
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) fail(`--minutes must be a number above 0, and is "${values.minutes}".`);
const files = filesWithProperties().filter(
  (file) => positionals.length === 0 || positionals.some((part) => file.includes(part)),
);
if (files.length === 0) fail('No file with properties is named like that.');

const jest = await openJest();
const end = Date.now() + minutes * 60_000;
let rounds = 0;
let failures = 0;
while (Date.now() < end && !jest.wasInterrupted()) {
  rounds++;
  failures += await runRound(randomInt(SEED_MAX));
}
await jest.end();
console.log(`Seeds: ${rounds} rounds, ${failures} failed`);
process.exitCode = failures > 0 || jest.wasInterrupted() ? 1 : 0;

/** @returns 1 when something failed */
async function runRound(seed) {
  const { code, result } = await jest.run(['--runTestsByPath', ...files], { PROPERTY_SEED: seed });
  if (jest.wasInterrupted()) return 0;
  const isFailed = code !== 0;
  console.log(`Seed ${seed}: ${isFailed ? 'FAILED' : 'passed'}`);
  for (const { name, message } of result?.testResults ?? []) {
    if (message) console.log(`PROPERTY_SEED=${seed} npm test -- ${relative(root, name)}`);
  }
  return isFailed ? 1 : 0;
}

/** All that try properties do so by `assertProperty`. */
function filesWithProperties() {
  const specs = ['apps', 'libs', 'tests'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((file) => /[.-]spec\.ts$/.test(file))
      .map((file) => join(folder, file)),
  );
  return specs.filter((file) => readFileSync(join(root, file), 'utf8').includes('assertProperty('));
}
