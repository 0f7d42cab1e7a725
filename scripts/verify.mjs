import { homedir } from 'node:os';
import { fail, prepare } from './prepare.mjs';

const USAGE = `npm run verify -- [--json] FILE …

Checks each definition, and prints what becomes of a saga for every step and every way it can go
wrong. FILE is a name, or a pattern in quotes like 'sagas/**/*.json', relative to where you stand.
Child sagas are looked for among the files. The same as \`conductor verify\` (docs/CLI.md).

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
if (args.every((arg) => arg === '--json')) fail(`Which definition?\n\n${USAGE}`);
prepare({ build: true });
const { runCli } = await import('#cli');

process.exitCode = await runCli(['verify', ...args], {
  out: process.stdout,
  err: process.stderr,
  input: process.stdin,
  env: process.env,
  // npm runs scripts in the root, and says where it was called
  cwd: process.env.INIT_CWD ?? process.cwd(),
  home: homedir(),
  version: '',
  interrupted: new AbortController().signal,
  openBrowser: () => false,
});
