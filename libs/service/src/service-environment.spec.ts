import {
  readPort,
  readServiceEnvironment,
  serviceDatabaseUrl,
  SettingError,
} from './service-environment.js';

const DATABASE_URL = 'postgres://me:secret@db:5432/postgres?sslmode=require';
const AMQP_URL = 'amqp://broker';

describe('The environment of a service', () => {
  it('gives it a database of its own on the common server', () => {
    const read = readServiceEnvironment('order', { DATABASE_URL, AMQP_URL });

    expect(read).toEqual({
      databaseUrl: 'postgres://me:secret@db:5432/conductor_order?sslmode=require',
      amqpUrl: AMQP_URL,
      prefix: 'conductor',
      migrations: 'run',
      healthPort: null,
    });
    expect(serviceDatabaseUrl(DATABASE_URL, 'order')).toBe(read.databaseUrl);
  });

  it('may name a database for this service alone', () => {
    const own = 'postgres://elsewhere/orders';

    const read = readServiceEnvironment('order', { ORDER_DATABASE_URL: own, AMQP_URL });

    expect(read.databaseUrl).toBe(own);
  });

  it('without a database or a broker says which setting is missing', () => {
    expect(() => readServiceEnvironment('order', { AMQP_URL })).toThrow(
      /^DATABASE_URL is not set; or ORDER_DATABASE_URL/,
    );
    expect(() => readServiceEnvironment('order', { DATABASE_URL })).toThrow(/^AMQP_URL is not set/);
  });

  it('with an address that is none says so, and does not repeat it: it may hold a password', () => {
    const read = () => readServiceEnvironment('order', { DATABASE_URL: 'secret', AMQP_URL });

    expect(read).toThrow(
      new SettingError('DATABASE_URL', 'is not a URL like postgres://user@host:5432/name'),
    );
  });

  it.each(['DATABASE_URL', 'ORDER_DATABASE_URL', 'AMQP_URL'])(
    'with a bare @, / or # in the secret of %s says how to write them, and nothing of the secret',
    (setting) => {
      const scheme = setting === 'AMQP_URL' ? 'amqp' : 'postgres';
      const broken = { [setting]: `${scheme}://me:p@ss/word#1@host:5432/name` };
      const read = () => readServiceEnvironment('order', { DATABASE_URL, AMQP_URL, ...broken });
      expect(read).toThrow(new RegExp(`^${setting} cannot be read: .*@ as %40`));
      expect(read).not.toThrow(/ss|word/);
    },
  );

  it('takes a secret that comes by itself as it is', () => {
    const DATABASE_PASSWORD = 'p@ss/word#1%';
    const AMQP_PASSWORD = '$x"ü';
    const urls = { DATABASE_URL: 'postgres://me@db/x', AMQP_URL: 'amqp://me@broker/v' };
    const read = readServiceEnvironment('order', { ...urls, DATABASE_PASSWORD, AMQP_PASSWORD });
    expect(read).toMatchObject({
      databaseUrl: 'postgres://me:p%40ss%2Fword%231%25@db/conductor_order',
      amqpUrl: 'amqp://me:%24x%22%C3%BC@broker/v',
    });
  });

  it.each(['http', '-1', '65536', '3001x'])('does not take %s for a port', (text) => {
    expect(() => readPort({ PORT: text }, 'PORT', 3001)).toThrow(SettingError);
  });

  it('has a default for a port that is left out', () => {
    expect(readPort({}, 'PORT', 3001)).toBe(3001);
    expect(readPort({ PORT: '0' }, 'PORT', 3001)).toBe(0);
  });
});
