import {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  describeServerUrl,
  serverUrlFault,
  withLogin,
} from './server-url.js';

const SECRET = 'p@ss/word#1';

describe('The address of a server', () => {
  it.each([
    'postgres://host',
    'postgres://user@host:5432/name',
    'postgresql://user:secret@127.0.0.1/name?sslmode=require&application_name=x',
    'postgres://user:a:b@[::1]:5432/name',
    'postgres://user:p%40ss%2Fword%231@host/name',
    'postgres://user:ü%C3%BC~!$&()*+,;=[]@host/name',
    'postgres://user@/name?host=/run/postgresql',
    'postgres:///name?host=/run/postgresql',
    'postgres://user:secret@%2Frun%2Fpostgresql/name',
  ])('%s is taken', (url) => {
    expect(serverUrlFault(url, DATABASE_URL_FORM)).toBeNull();
  });

  it.each(['amqp://127.0.0.1', 'amqps://user:%5B%5D%20%25@host:5671/%2Fvhost?heartbeat=5'])(
    '%s is taken for the broker',
    (url) => {
      expect(serverUrlFault(url, BROKER_URL_FORM)).toBeNull();
    },
  );

  it.each(['', 'host', 'http://host', 'postgres:host', 'POSTGRES_URL'])(
    '%j is not a URL for the database',
    (url) => {
      expect(serverUrlFault(url, DATABASE_URL_FORM)).toMatch(/^is not a URL like postgres:\/\//);
    },
  );

  it.each([...'@/?#% ', '@/', '#@', '%zz', '%ff', SECRET])(
    'with %j in its secret is refused, and nothing of the secret is told',
    (odd) => {
      for (const secret of new Set([odd, `ss${odd}word`, `ss${odd}word${odd}ss`])) {
        const fault = serverUrlFault(`postgres://user:${secret}@host:5432/name`, DATABASE_URL_FORM);
        expect(fault).toContain('@ as %40, / as %2F, ? as %3F, # as %23');
        expect(fault).not.toMatch(/ss|word|user:|host:/);
      }
    },
  );

  it.each([SECRET, '100%', 'ü ß', '[]{}|\\^`', `'"$`, '%41', ':', 'a:b'])(
    'takes the secret %j as it is, when it comes by itself',
    (secret) => {
      for (const url of ['postgres://me@host:5432/name', 'postgres://me:old@host:5432/name']) {
        const full = withLogin(url, { password: secret });
        expect(serverUrlFault(full, DATABASE_URL_FORM)).toBeNull();
        const { username, password, host, pathname } = new URL(full);
        expect(decodeURIComponent(password)).toBe(secret);
        expect([username, host, pathname]).toEqual(['me', 'host:5432', '/name']);
      }
    },
  );

  it('is described without who logs in', () => {
    expect(describeServerUrl('postgres://me:secret@host:5432/name?x=1')).toBe('host:5432/name');
    expect(describeServerUrl('postgres://me@/name?host=/run')).toBe('a local socket/name');
  });
});
