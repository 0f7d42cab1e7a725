import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOf } from '#cli';
import { root } from '../architecture/files.js';
import { callOf, faultsOfCall } from './curl-calls.js';
import { blocksOf, documents } from './markdown.js';

/*
 * Every shell example of every document, run by bash where no program is: each is only noted down.
 * Calls of the API are compared with the OpenAPI document, and scripts and files have to exist.
 */

const TIME_LIMIT_MS = 10_000;
const shown = documents().filter((document) =>
  blocksOf(document).some(({ language }) => language === 'sh'),
);

/** Scripts of this repository; in the document of a template, of what `conductor new` makes. */
function scriptsFor(document: string): Readonly<Record<string, string>> {
  const [template] = /^libs\/cli\/template\/(?=shared\/)/.exec(document) ?? [];
  if (template === undefined) return scriptsIn('package.json');
  // each kind of project adds some: that they have the same is said where projects are made
  const layers = ['shared', 'plain'].map((layer) => scriptsIn(`${template}${layer}/_package.json`));
  return Object.assign({}, ...layers) as Record<string, string>;
}

function scriptsIn(manifest: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(root, manifest), 'utf8')).scripts as Record<string, string>;
}

/** What readers have, or are told to install. */
const PROGRAMS = new Set([
  'docker',
  'rabbitmqctl',
  'psql',
  'jq',
  'grep',
  'kill',
  'npx',
  'mkdir',
  'sed',
  'pip',
  'touch',
  'rm',
]);
const NPM_OWN = new Set(['install', 'start', 'test', 'run', 'init', 'ci', 'pkg']);

/**
 * Notes down what would be run, and answers with an id. One write for each, so without line ends,
 * at which bash writes: some run at once with the next. A variable that nobody set is a fault.
 */
const PRELUDE = `
note() { printf '%s\\0' "\${@//$'\\n'/ }" $'\\x1e' >>"$NOTES"; }
command_not_found_handle() { note "$@"; echo SOME_ID; }
cd() { :; }
kill() { note kill; }
set -u
`;

it('there are some', () => expect(shown.length).toBeGreaterThanOrEqual(5));

describe.each(shown)('%s', (document) => {
  const blocks = blocksOf(document).filter(({ language }) => language === 'sh');

  it('has examples that bash reads', () => {
    const { stderr } = runs(blocks.map(({ text }) => text));
    expect(stderr).toBe('');
  });

  it('calls what there is', () => {
    const { commands } = runs(blocks.map(({ text }) => text));
    expect(commands).not.toEqual([]);
    expect(commands.flatMap((command) => faultsOfCommand(command, document))).toEqual([]);
  });
});

const BAD_BODY = expect.stringMatching(/^POST \/v1\/sagas: #/) as unknown;

describe('An example', () => {
  it.each([
    ['curl -s localhost:3000/v1/sagas', []],
    ['C=http://localhost:3000\ncurl -s $C/v1/saga', ['GET /v1/saga: there is no such call']],
    ['curl -X PUT localhost:3000/v1/sagas', ['PUT /v1/sagas: there is no such call']],
    ['curl "localhost:3000/v1/sagas?state=stuck"', ['GET /v1/sagas: no parameter "state"']],
    ["curl localhost:3000/v1/sagas -d '{}'", [BAD_BODY, BAD_BODY, BAD_BODY]],
    ["curl localhost:3000/v1/sagas -d '{'", [expect.stringMatching(/its body is no JSON/)]],
    ['npm run demo && npm run dmeo', ['npm has no script "dmeo"']],
    ['node scripts/not-there.mjs', ['there is no scripts/not-there.mjs']],
    ['conductor saga retry ID --yes', []],
    ['npx conductor saga repair', [expect.stringMatching(/unknown command 'repair'/)]],
    ['crul localhost:3000', ['nobody has the program "crul"']],
  ])('%s', (text, faults) => {
    const { commands } = runs([text]);
    expect(commands.flatMap((command) => faultsOfCommand(command))).toEqual(faults);
  });
});

interface Ran {
  readonly commands: readonly (readonly string[])[];
  readonly stderr: string;
}

/** One after the other in one shell, as a reader has it; where no program and no file is. */
function runs(texts: readonly string[]): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'shell-blocks-'));
  const notes = join(folder, 'notes');
  try {
    // a file of the repository is a program too: bash would not ask for it
    const text = texts.join('\n').replace(/^\s*(?=[\w.]+\/)/gm, 'note ');
    const { stderr } = spawnSync('/bin/bash', ['-c', PRELUDE + text], {
      cwd: folder,
      env: { PATH: '/nowhere', NOTES: notes, HOME: folder, ...READERS },
      encoding: 'utf8',
      timeout: TIME_LIMIT_MS,
    });
    return { commands: existsSync(notes) ? commandsIn(readFileSync(notes, 'utf8')) : [], stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Variables that a text says the reader has. */
const READERS = {
  CONDUCTOR: 'http://localhost:3000',
  ADMIN_KEY: 'k',
  OPERATOR_KEY: 'k',
  PAYMENT_DATABASE_URL: 'u',
};

function commandsIn(notes: string): readonly (readonly string[])[] {
  return notes
    .split('\x1e\0')
    .slice(0, -1)
    .map((each) => each.split('\0').slice(0, -1));
}

function faultsOfCommand(
  [program = '', ...args]: readonly string[],
  document = 'README.md',
): readonly string[] {
  if (program === 'curl') return faultsOfCall(callOf(args));
  if (program === 'npm') return faultsOfNpm(args, scriptsFor(document));
  if (program === 'conductor' || (program === 'npx' && args[0] === 'conductor')) {
    const fault = faultOf(program === 'npx' ? args.slice(1) : args);
    return fault === null ? [] : [`conductor ${args.join(' ')}: ${fault}`];
  }
  if (program === 'node' || program.includes('/')) {
    const files = [program, ...args].filter((each) =>
      /^(?!node_modules)[\w-]+\/[\w./-]+\.\w+$/.test(each),
    );
    return files
      .filter((file) => !existsSync(join(root, file)))
      .map((file) => `there is no ${file}`);
  }
  return PROGRAMS.has(program) ? [] : [`nobody has the program "${program}"`];
}

function faultsOfNpm(
  [verb = '', name = '']: readonly string[],
  scripts: Readonly<Record<string, string>>,
): readonly string[] {
  if (!NPM_OWN.has(verb)) return [`npm has no "${verb}"`];
  return verb === 'run' && !(name in scripts) ? [`npm has no script "${name}"`] : [];
}
