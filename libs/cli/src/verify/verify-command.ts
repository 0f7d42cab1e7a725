import { CliError } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import type { CommandSpec } from '../spec/command-spec.js';
import { check } from './check.js';
import { filesOf } from './files.js';
import { Progress } from './progress.js';
import { reportOf } from './report.js';

export const VERIFY: CommandSpec = {
  words: 'verify',
  args: ['<files...>'],
  does: 'Check definitions in files, and what becomes of a saga for every way it can go wrong',
  more:
    "FILE is a name, or a pattern in quotes like 'sagas/**/*.json'. Child sagas are looked\n" +
    'for among the files. Needs no conductor. Ends with 1 when a file cannot be read or is\n' +
    'not valid, when a path ends badly, or when a pattern names no file.',
  calls: [],
  examples: ["verify 'sagas/*.json'", 'verify order.json --json'],
  run: async (given, session) => {
    const { cwd, err } = session.surroundings;
    const patterns = given.args['files'] as readonly string[];
    const named = patterns.map((pattern) => ({ pattern, files: filesOf(pattern, cwd) }));
    const empty = named.find(({ files }) => files.length === 0);
    if (empty !== undefined) {
      const message = `No file is named by ${empty.pattern} in ${cwd}.`;
      throw new CliError(message, { code: 'CLI_FILE' });
    }
    const progress = new Progress(err);
    const files = [...new Set(named.flatMap((each) => each.files))];
    const results = await check(files, cwd, (text) => progress.tell(text));
    progress.end();
    const ok = results.every((result) => result.ok);
    session.output.result({ ok, files: results }, () => reportOf(results));
    return ok ? EXIT.done : EXIT.error;
  },
};
