import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingEntries, type Program, type SettingName } from '#process';
import { BASE, READERS, SAMPLES } from './programs.fixture.js';

/* The table of settings is what the checks of deployments stand on, so it must be true. */

const programs = Object.keys(READERS) as Program[];
const cases = settingEntries.flatMap(([name, { readBy }]) =>
  programs.map((program) => ({ name, program, isRead: readBy.includes(program) })),
);

/** `npm start` looks at first orders only where the database is its own. */
function baseOf(program: Program, name: SettingName) {
  const embedded = program === 'standalone' && name === 'CONDUCTOR_FIRST_ORDERS';
  return embedded ? { ...BASE, DATABASE_URL: '' } : BASE;
}

describe('The table of settings', () => {
  it.each(cases.filter(({ isRead }) => isRead))('$program reads $name', ({ name, program }) => {
    const base = baseOf(program, name);
    const read = READERS[program];
    expect(read({ ...base, [name]: SAMPLES[name] })).not.toEqual(read(base));
  });

  it.each(cases.filter(({ isRead }) => !isRead))(
    '$program does not read $name',
    ({ name, program }) => {
      const read = READERS[program];
      expect(read({ ...BASE, [name]: SAMPLES[name] })).toEqual(read(BASE));
    },
  );

  it.each(cases.filter(({ isRead, name }) => isRead && !(name in BASE)))(
    'to $program an empty $name is one that is not set',
    ({ name, program }) => {
      const read = READERS[program];
      expect(read({ ...BASE, [name]: '' })).toEqual(read(BASE));
    },
  );

  it.each(['', '  '])('where all are %j, what is missing is named', (empty) => {
    const nothing = Object.fromEntries(settingEntries.map(([name]) => [name, empty]));
    expect(() => READERS.conductor(nothing)).toThrow(/^DATABASE_URL is not set; it looks like/);
    expect(() => READERS.payment(nothing)).toThrow(/^DATABASE_URL is not set/);
    expect(READERS.standalone(nothing)).toEqual(READERS.standalone({}));
  });
});

describe('A secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conductor-secrets-'));
  const secrets = settingEntries.filter(([, { mayBeFile }]) => mayBeFile).map(([name]) => name);
  const fileOf = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(cases.filter(({ isRead, name }) => isRead && secrets.includes(name)))(
    'is what $program takes for $name',
    ({ name, program }) => {
      const { [name]: _own, ...base } = BASE;
      const read = READERS[program];
      const path = fileOf(name, `${SAMPLES[name]}\n`);
      expect(read({ ...base, [`${name}_FILE`]: path })).toEqual(
        read({ ...base, [name]: SAMPLES[name] }),
      );
    },
  );

  it('keeps blanks of a password, and no line break at its end', () => {
    const path = fileOf('blank', ' a b \r\n\n');
    const read = READERS.payment({ ...BASE, DATABASE_PASSWORD_FILE: path });
    const databaseUrl = expect.stringContaining('me:%20a%20b%20@db');
    expect(read).toMatchObject([{ databaseUrl }, expect.anything()]);
  });

  it.each([
    ['not there', () => join(folder, 'nowhere'), 'which is not there'],
    ['a folder', () => folder, 'which is a folder'],
    ['empty', () => fileOf('empty', ''), 'which is empty'],
    ['only a line break', () => fileOf('break', '\n'), 'which is empty'],
    ['no text', () => fileOf('binary', Buffer.from([0xff, 0xfe])), 'which is no text in UTF-8'],
    ['of two lines', () => fileOf('lines', 'a\nb\n'), 'which has a line break within'],
    ['huge', () => fileOf('huge', 'x'.repeat(1_048_577)), 'which is too large for a secret'],
  ])('that is %s is refused with its setting and its path', (_what, make, why) => {
    const path = make();
    const environment = { ...BASE, AMQP_PASSWORD_FILE: path };
    for (const program of programs) {
      expect(() => READERS[program](environment)).toThrow(
        `AMQP_PASSWORD_FILE names ${path}, ${why}`,
      );
    }
  });

  it('and in the environment too is refused, and neither is shown', () => {
    const CONDUCTOR_API_KEYS_FILE = fileOf('both', 'dev:fedcba9876543210');
    const read = () => READERS.conductor({ ...BASE, CONDUCTOR_API_KEYS_FILE });
    expect(read).toThrow('CONDUCTOR_API_KEYS_FILE is set, and CONDUCTOR_API_KEYS too');
    expect(read).not.toThrow(/0123456789/);
  });

  it('is looked for where the setting is one of a secret alone', () => {
    const CONDUCTOR_PREFIX_FILE = join(folder, 'nowhere');
    expect(READERS.conductor({ ...BASE, CONDUCTOR_PREFIX_FILE })).toEqual(READERS.conductor(BASE));
  });
});
