import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CliError, usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import type { CommandSpec } from '../spec/command-spec.js';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/** Beside the sources, and at the same place in the package. */
const TEMPLATE = fileURLToPath(new URL('../../template', import.meta.url));

export const CREATE: CommandSpec = {
  words: 'new',
  args: ['<name>'],
  does: 'Make a project of two services, a definition with its test, and a compose file',
  more: 'In a folder of that name, which must not be there, or be empty. Needs no conductor.',
  calls: [],
  isLocal: true,
  examples: ['new shop'],
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
    const files = writeProject(folder, { name, version: session.surroundings.version });
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
function writeProject(
  folder: string,
  { name, version }: { readonly name: string; readonly version: string },
): readonly string[] {
  const secret = randomBytes(18).toString('hex');
  const blanks = { NAME: name, VERSION: version, SECRET: secret };
  const sources = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(TEMPLATE.length + 1));
  return sources.sort().map((source) => {
    const file = join(dirname(source), nameIn(source));
    const target = join(folder, file);
    const text = readFileSync(join(TEMPLATE, source), 'utf8');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, filled(text, blanks), { mode: file === '.env' ? 0o600 : 0o644 });
    return file;
  });
}

/** npm and git would read them here: `dot-gitignore`, `_package.json`. */
function nameIn(source: string): string {
  const [name = ''] = source.split('/').slice(-1);
  return name.replace(/^dot-/, '.').replace(/^_/, '');
}

function filled(text: string, blanks: Readonly<Record<string, string>>): string {
  return text.replace(/__([A-Z]+)__/g, (whole, blank: string) => blanks[blank] ?? whole);
}
