import { readFileSync } from 'node:fs';
import { fail, prepare } from './prepare.mjs';
import { progressOn } from './progress.mjs';

const USAGE = `npm run verify -- definition.json …

Checks each definition, and prints what becomes of a saga for every step and every way it can go
wrong. What takes long says on stderr how far it is. Exit code 1: one of them cannot be read or is
not valid, or a path ends badly.`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
  process.exit(0);
}
const option = args.find((arg) => arg.startsWith('-'));
if (option !== undefined) fail(`There is no option ${option}.\n\n${USAGE}`);
if (args.length === 0) fail(`Which definition?\n\n${USAGE}`);
prepare({ build: true });
const { parseBoundedJson } = await import('#protocol');
const { compileDefinition, warningsOf } = await import('#definition');
const { endsWell, failureMatrix } = await import('#simulation');

for (const file of args) verify(file);

/** A file that cannot be read does not keep others from being checked. */
function verify(file) {
  if (args.length > 1) console.log(`\n== ${file}`);
  const document = read(file);
  if (!document) return;
  const result = compileDefinition(document.value, 1);
  if (result.ok) showPaths(result.definition);
  else showFaults(file, result.faults);
}

/** As the conductor reads it; a document that is too large is told as one of its faults. */
function read(file) {
  try {
    const json = parseBoundedJson(readFileSync(file));
    if (json.ok) return { value: json.value };
    complain(`Cannot read ${file}: ${json.reason}: ${json.detail}`);
  } catch (error) {
    complain(`Cannot read ${file}: ${error.message}`);
  }
  return null;
}

function complain(message) {
  console.error(`\n${message}`);
  process.exitCode = 1;
}

function showFaults(file, faults) {
  console.log(`\n${file} is not valid:\n`);
  for (const { path, rule, message } of faults)
    console.log(`  ${path || '/'}  ${rule}: ${message}`);
  process.exitCode = 1;
}

function showPaths(definition) {
  for (const { path, message } of warningsOf(definition))
    console.log(`warning  ${path}: ${message}`);
  const paths = computePaths(definition);
  const rows = paths.map((path) => [
    path.step,
    path.fault,
    path.stuckOn.length > 0 ? `${path.ends} on ${path.stuckOn.join(', ')}` : path.ends,
    durationOf(path.takesMs),
    path.undone.join(' → ') || '–',
  ]);
  printTable([['step', 'goes wrong', 'ends', 'after', 'undone, in this order'], ...rows]);
  const bad = paths.filter((path) => !endsWell(path, definition));
  for (const { step, fault, ends, kept } of bad) {
    console.log(`BAD: ${step}, ${fault}: ${ends}${kept.length > 0 ? `, kept ${kept}` : ''}`);
  }
  console.log(`\n${paths.length} paths, ${bad.length} of them end badly.`);
  if (bad.length > 0) process.exitCode = 1;
}

/** A definition with 200 steps takes half a minute, so progress is reported. */
function computePaths(definition) {
  const names = definition.steps.map(({ name }) => name);
  const progress = progressOn(process.stderr);
  const paths = [];
  for (const path of failureMatrix(definition)) {
    paths.push(path);
    const step = `step ${names.indexOf(path.step) + 1} of ${names.length}`;
    progress.tell(`${step}, ${paths.length} paths`);
  }
  progress.end();
  return paths;
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  console.log();
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  }
}

function durationOf(ms) {
  if (ms < 1000) return `${ms} ms`;
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  const [size, name] = units.find(([each]) => ms >= each);
  return `${(ms / size).toFixed(1)} ${name}`;
}
