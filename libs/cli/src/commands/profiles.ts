import { PROFILE_NAME, profilesFile, readProfiles, writeProfiles } from '../config/profiles.js';
import { usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import { columns, tableText } from '../output/table.js';
import { textOf } from '../running/data.js';
import type { CommandSpec } from '../spec/command-spec.js';

/** Conductors by names of one's own. */
export const PROFILES: readonly CommandSpec[] = [
  {
    words: 'profile list',
    does: 'The conductors that you gave names, without their keys',
    calls: [],
    run: (_, session) => {
      const { current, profiles } = readProfiles(session.surroundings);
      const items = Object.entries(profiles).map(([name, { url, apiKey }]) => ({
        name,
        url,
        hasKey: apiKey !== undefined,
        isCurrent: name === current,
      }));
      session.output.result(items, (look) =>
        tableText(items, columns('NAME name', 'URL url', 'KEY hasKey', 'CURRENT isCurrent'), look),
      );
      return Promise.resolve(EXIT.done);
    },
  },
  {
    words: 'profile set',
    args: ['<name>'],
    does: 'Give a conductor a name; the first one is the current one',
    more:
      'A key is never an argument, which other users of the machine could read: it is read\n' +
      'from a file or stdin.',
    calls: [],
    isLocal: true,
    options: [
      { flags: '--url <url>', does: 'where it is' },
      { flags: '--api-key-file <file>', does: 'a file with the key alone, or - for stdin' },
    ],
    examples: ['profile set prod --url https://conductor.example.com --api-key-file -'],
    run: async (given, session) => {
      const name = String(given.args['name']);
      const { url, apiKeyFile } = given.options as {
        readonly url?: string;
        readonly apiKeyFile?: string;
      };
      if (!PROFILE_NAME.test(name))
        throw usage(`${name} is no name for a profile.`, 'Letters, digits, . _ and -.');
      const { current, profiles } = readProfiles(session.surroundings);
      const known = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
      const address = url ?? known?.url;
      if (address === undefined || !URL.canParse(address))
        throw usage('--url is missing, or no address.');
      const isMoved = known !== undefined && new URL(known.url).origin !== new URL(address).origin;
      const typed =
        apiKeyFile === undefined ? undefined : (await textOf(apiKeyFile, session)).trim();
      const apiKey = typed ?? (isMoved ? undefined : known?.apiKey);
      const profile = { url: address, ...(apiKey ? { apiKey } : {}) };
      writeProfiles(session.surroundings, {
        current: current ?? name,
        profiles: { ...profiles, [name]: profile },
      });
      session.output.note(`${name} is ${address}, in ${profilesFile(session.surroundings)}`);
      return EXIT.done;
    },
  },
  ...(['use', 'remove'] as const).map((verb): CommandSpec => ({
    words: `profile ${verb}`,
    args: ['<name>'],
    does: verb === 'use' ? 'Make a profile the current one' : 'Delete a profile with its key',
    calls: [],
    isLocal: true,
    run: (given, session) => {
      const name = String(given.args['name']);
      const { current, profiles } = readProfiles(session.surroundings);
      if (!Object.hasOwn(profiles, name))
        throw usage(`There is no profile ${name}.`, 'conductor profile list');
      const { [name]: _, ...others } = profiles;
      const left = { current: current === name ? null : current, profiles: others };
      writeProfiles(session.surroundings, verb === 'use' ? { current: name, profiles } : left);
      session.output.note(verb === 'use' ? `${name} is the current one` : `${name} is deleted`);
      return Promise.resolve(EXIT.done);
    },
  })),
];
