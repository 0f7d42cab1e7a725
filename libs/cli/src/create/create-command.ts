import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError, usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import type { CommandSpec } from '../spec/command-spec.js';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * Beside the sources, and at the same place in the package: what every project has (`shared`), and
 * a folder for each kind of service.
 */
const TEMPLATE = fileURLToPath(new URL('../../template', import.meta.url));

/** What services are written in, by the kind of project: the endings of their files. */
const KINDS = { plain: 'mjs', nest: 'ts' } as const;

interface ProjectOptions {
  readonly name: string;
  readonly version: string;
  readonly kind: keyof typeof KINDS;
}

export const CREATE: CommandSpec = {
  words: 'new',
  args: ['<name>'],
  does: 'Make a project of two services, a definition with its test, and a compose file',
  more:
    'In a folder of that name, which must not be there, or be empty. Needs no conductor. The\n' +
    'services are plain Node with `pg`; with `--nest` they are NestJS in TypeScript, with TypeORM.',
  calls: [],
  isLocal: true,
  options: [{ flags: '--nest', does: 'the services are written with NestJS' }],
  examples: ['new shop', 'new shop --nest'],
  run: (given, session) => {
    const name = String(given.args['name']);
    if (!NAME.test(name)) {
      throw usage(
        `${name} is no name for a project.`,
        'Small letters, digits and -, a letter first.',
      );
    }
    const folder = resolve(session.surroundings.cwd, name);
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      const help = 'Another name, or an empty folder.';
      throw new CliError(`${folder} is there, and is not empty.`, { code: 'CLI_FILE', help });
    }
    const kind = given.options['nest'] === true ? 'nest' : 'plain';
    const files = writeProject(folder, { name, version: session.surroundings.version, kind });
    for (const file of files) session.output.note(`  ${name}/${file}`);
    session.output.raw(`cd ${name} && npm install && npm test`);
    session.output.note(`${name}/README.md says how to run it.`);
    return Promise.resolve(EXIT.done);
  },
};

/**
 * Writes the template with its blanks filled in; gives the names of the files. A secret is made
 * for the servers of this one project: there is no password that many have.
 */
function writeProject(folder: string, { name, version, kind }: ProjectOptions): readonly string[] {
  const secret = randomBytes(18).toString('hex');
  const blanks = { NAME: name, VERSION: version, SECRET: secret, CODE: KINDS[kind] };
  const files = new Map(filesOf('shared'));
  for (const [file, text] of filesOf(kind)) {
    const shared = files.get(file);
    files.set(file, shared === undefined ? text : togetherOf(shared, text));
  }
  const names = [...files.keys()].sort();
  for (const file of names) {
    const target = join(folder, file);
    const text = filled(files.get(file) ?? '', blanks);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, { mode: file === '.env' ? 0o600 : 0o644 });
  }
  return names;
}

/** The texts of a folder of the template, by what a project calls them. */
function filesOf(layer: string): readonly (readonly [string, string])[] {
  const top = join(TEMPLATE, layer);
  return readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const text = readFileSync(join(parentPath, name), 'utf8');
      return [join(relative(top, parentPath), nameIn(name)), text];
    });
}

/** npm and git would read them here: `dot-gitignore`, `_package.json`. */
function nameIn(source: string): string {
  return source.replace(/^dot-/, '.').replace(/^_/, '');
}

/** A manifest, the one file of which both folders have a part: scripts and dependencies by name. */
function togetherOf(shared: string, own: string): string {
  const all = JSON.parse(shared) as Manifest;
  const more = JSON.parse(own) as Manifest;
  for (const [field, values] of Object.entries(more)) {
    const entries = Object.entries({ ...(all[field] as Manifest), ...(values as Manifest) });
    // as npm writes them, so that its next `install` moves no line
    all[field] = Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return `${JSON.stringify(all, null, 2)}\n`;
}

type Manifest = Record<string, unknown>;

function filled(text: string, blanks: Readonly<Record<string, string>>): string {
  return text.replace(/__([A-Z]+)__/g, (whole, blank: string) => blanks[blank] ?? whole);
}
