import { AUTOMATIC_PAUSE } from './settings/automatic-pause-config.js';
import { ConfigError, readBrokerUrl, readConfig } from './config.js';

const DATABASE_URL = 'postgres://user:hidden@127.0.0.1/conductor';

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig({ DATABASE_URL, ...environment });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('The configuration', () => {
  it('needs nothing but a database', () => {
    expect(readConfig({ DATABASE_URL })).toEqual({
      host: '127.0.0.1',
      participantAccounts: [],
      allowedHosts: [],
      alerts: expect.objectContaining({ routes: [] }),
      automaticPause: null,
      port: 3000,
      databaseUrl: DATABASE_URL,
      migrations: 'run',
      prefix: 'conductor',
      replySecret: null,
      apiKeys: [],
      limits: {
        family: { sagasMax: 10_000, charsMax: 256 * 1024 * 1024 },
        openSagasMax: 100_000,
        sagasInMemory: 20_000,
        commandsPerMessage: 50,
      },
    });
  });

  it('reads when what keeps failing is paused', () => {
    const read = (CONDUCTOR_AUTOMATIC_PAUSE: string) =>
      readConfig({ DATABASE_URL, CONDUCTOR_AUTOMATIC_PAUSE }).automaticPause;
    expect(read('off')).toBeNull();
    expect(read('on')).toEqual(AUTOMATIC_PAUSE);
    expect(read('{"failures": 5, "probe": "2s", "except": ["legacy"]}')).toEqual({
      ...AUTOMATIC_PAUSE,
      ...{ failures: 5, probeMs: 2_000, except: ['legacy'] },
    });
  });

  it.each(['yes', '[]', '{"failures": 0}', '{"share": 101}', '{"probe": "1ms"}', '{"every": 1}'])(
    'refuses %s for that',
    (CONDUCTOR_AUTOMATIC_PAUSE) => {
      expect(faultsOf({ CONDUCTOR_AUTOMATIC_PAUSE })).toEqual([
        expect.stringContaining('CONDUCTOR_AUTOMATIC_PAUSE'),
      ]);
    },
  );

  it('reads API keys by name', () => {
    const CONDUCTOR_API_KEYS = 'alice:0123456789abcdef, bob:fedcba9876543210';
    expect(readConfig({ DATABASE_URL, CONDUCTOR_API_KEYS }).apiKeys).toEqual([
      { name: 'alice', key: '0123456789abcdef' },
      { name: 'bob', key: 'fedcba9876543210' },
    ]);
  });

  it('refuses to listen for other machines without API keys', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })).toEqual([
      expect.stringContaining('set CONDUCTOR_API_KEYS'),
    ]);
    expect(faultsOf({ HOST: '0.0.0.0', CONDUCTOR_API_KEYS: 'ops:0123456789abcdef' })).toEqual([]);
    expect(faultsOf({ HOST: '127.0.0.2' })).toEqual([]);
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', ' '],
    ['CONDUCTOR_PREFIX', 'My Prefix'],
    ['CONDUCTOR_MIGRATIONS', 'never'],
    ['LOG_LEVEL', 'loud'],
    ['CONDUCTOR_REPLY_SECRET', 'short'],
    ['CONDUCTOR_FAMILY_SAGAS_MAX', '0'],
    ['CONDUCTOR_OPEN_SAGAS_MAX', '-1'],
    ['CONDUCTOR_SAGAS_IN_MEMORY', 'all'],
    ['CONDUCTOR_COMMANDS_PER_MESSAGE', '0'],
    ['CONDUCTOR_FAMILY_MIB_MAX', 'much'],
    ['CONDUCTOR_API_KEYS', 'no-colon'],
    ['CONDUCTOR_DEAD_MESSAGES_MAX', '0'],
    ['CONDUCTOR_DEAD_MESSAGE_DAYS', 'a month'],
    ['CONDUCTOR_API_KEYS', 'ops:short'],
    ['CONDUCTOR_API_KEYS', 'ops:0123456789abcdef,ops:0123456789abcdeg'],
    ['CONDUCTOR_API_KEYS', 'ops:0123456789abcdef,dev:0123456789abcdef'],
  ])('names %s when it is "%s"', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(name)]);
  });

  it('has limits of dead messages of its own when it is told', () => {
    const environment = { DATABASE_URL, CONDUCTOR_DEAD_MESSAGE_DAYS: '7' };
    expect(readConfig(environment).deadMessages).toEqual({ days: 7 });
  });

  it('names every bad variable at once, and never repeats a secret', () => {
    const faults = faultsOf({ PORT: 'x', DATABASE_URL: 'mysql://u:hidden@h/x' });
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toContain('hidden');
  });

  it('says which characters have to be encoded, and nothing of the secret they are in', () => {
    const broken = 'conductor:p@ss/word#1@127.0.0.1';
    const [fault = '', ...others] = faultsOf({ DATABASE_URL: `postgres://${broken}:5432/name` });
    expect(others).toEqual([]);
    expect(fault).toMatch(/^DATABASE_URL cannot be read: .* @ as %40, \/ as %2F, .* # as %23/);
    expect(fault).not.toMatch(/ss|word|127/);
    const read = () => readBrokerUrl({ AMQP_URL: `amqp://${broken}:5672/conductor` });
    expect(read).toThrow(/^AMQP_URL cannot be read: /);
    expect(read).not.toThrow(/ss|word|127/);
  });

  it('takes a secret that comes by itself as it is', () => {
    const urls = { DATABASE_URL: 'postgres://me@db/x', DATABASE_PASSWORD: 'p@ss/word#1%$' };
    expect(readConfig(urls).databaseUrl).toBe('postgres://me:p%40ss%2Fword%231%25%24@db/x');
    const broker = { AMQP_URL: 'amqp://me@b', AMQP_PASSWORD: '@' };
    expect(readBrokerUrl(broker)).toBe('amqp://me:%40@b');
  });

  it('wants the address of a broker', () => {
    expect(readBrokerUrl({ AMQP_URL: 'amqp://127.0.0.1' })).toBe('amqp://127.0.0.1');
    expect(() => readBrokerUrl({})).toThrow('AMQP_URL is not set');
    expect(() => readBrokerUrl({ AMQP_URL: 'http://127.0.0.1' })).toThrow('AMQP_URL');
    const broken = { AMQP_URL: 'amqp://127.0.0.1/shop?heartbeat=abc' };
    expect(() => readBrokerUrl(broken)).toThrow('AMQP_URL has a heartbeat that is no number');
  });
});
