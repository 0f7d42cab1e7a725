import { resolve } from 'node:path';
import { ConfigError } from '../../conductor/src/config.js';
import { readSettings } from './settings.js';

it('needs nothing: embedded database, messages in the process, loopback, known ports', () => {
  expect(readSettings({})).toMatchObject({
    dataDir: resolve('.conductor'),
    databaseUrl: null,
    amqpUrl: null,
    orderPort: 3001,
    hasFirstOrders: true,
    conductor: { host: '127.0.0.1', port: 3000, prefix: 'conductor', apiKeys: [] },
  });
});

it('takes the servers that the environment names', () => {
  const given = { DATABASE_URL: 'postgres://db/conductor', AMQP_URL: 'amqp://broker' };

  expect(readSettings(given)).toMatchObject({
    databaseUrl: given.DATABASE_URL,
    amqpUrl: given.AMQP_URL,
    hasFirstOrders: false,
  });
});

it.each([
  { name: 'ORDER_SERVICE_PORT', value: '70000' },
  { name: 'PORT', value: 'http' },
  { name: 'LOG_LEVEL', value: 'loud' },
  { name: 'CONDUCTOR_FIRST_ORDERS', value: 'yes' },
  { name: 'AMQP_URL', value: 'broker:5672' },
  { name: 'DATABASE_URL', value: 'mysql://db' },
])('refuses a $name that cannot be used', ({ name, value }) => {
  expect(() => readSettings({ [name]: value })).toThrow(ConfigError);
  expect(() => readSettings({ [name]: value })).toThrow(name);
});
