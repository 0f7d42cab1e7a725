import { fail, prepare } from './prepare.mjs';
import { filesOf } from './verify/files.mjs';

const USAGE = `npm run verify -- [--json] FILE …

Checks each definition, and prints what becomes of a saga for every step and every way it can go
wrong. FILE is a name, or a pattern in quotes like 'sagas/**/*.json', relative to where you stand.
Child sagas are looked for among the files.

  --json   prints { ok, files: [{ file, name, ok, faults, warnings, paths }] }; with npm run -s
           it is all of stdout
  --help   prints this

What takes long says on stderr how far it is. Exit code 1: a file cannot be read or is not valid, a
path ends badly, or a pattern names no file.`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
  process.exit(0);
}
const option = args.find((arg) => arg.startsWith('-') && arg !== '--json');
if (option !== undefined) fail(`There is no option ${option}.\n\n${USAGE}`);
const patterns = args.filter((arg) => arg !== '--json');
if (patterns.length === 0) fail(`Which definition?\n\n${USAGE}`);

// npm runs scripts in the root, and says where it was called
const from = process.env.INIT_CWD ?? process.cwd();
const named = patterns.map((pattern) => ({ pattern, files: filesOf(pattern, from) }));
const empty = named.find(({ files }) => files.length === 0);
if (empty !== undefined) fail(`No file is named by ${empty.pattern} in ${from}.`);
prepare({ build: true });
const { check } = await import('./verify/check.mjs');
const { reportOf } = await import('./verify/report.mjs');

const results = await check([...new Set(named.flatMap(({ files }) => files))], from);
const ok = results.every((result) => result.ok);
console.log(
  args.includes('--json') ? JSON.stringify({ ok, files: results }, null, 2) : reportOf(results),
);
if (!ok) process.exitCode = 1;
