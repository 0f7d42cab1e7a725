import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import pg from 'pg';
import { RabbitBus } from '#messaging';
import { openParticipant } from '#participant';
import { startParticipant } from '#participant-core';
import { openServiceDatabase } from '#service';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { readBrokerUrl, readConfig } from '../../apps/conductor/src/config.js';
import { startConductor, type RunningConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { startPaymentService } from '../../apps/payment-service/src/payment-service.js';
import { pgDatabase } from '../../libs/participant-core/src/adapters/pg.js';
import { readServiceEnvironment } from '../../libs/service/src/service-environment.js';
import { BrokerAccounts, VHOST } from '../e2e/broker-accounts.fixture.js';
import { PLAIN, SILENT } from '../e2e/broker-attacks.fixture.js';
import { waitFor } from '../e2e/fleet.fixture.js';

/* Real servers, and an account on each whose name and password have every odd character. */

const PASSWORD = `p@ss/word#1?%:[] 100% %41 ü€ß"'$\\ \${HOME}&=+`;
const USER = `odd @/:#?%ü'"${randomUUID().slice(0, 8)}`;

let broker: BrokerAccounts;
let database: TestDatabase;
let admin: pg.Client;
/** The name of a service that no other test has. */
const service = `odd_${randomUUID().slice(0, 8)}`;
const closers: (() => Promise<unknown>)[] = [];

const encoded = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@`;
const urls = () => {
  const { host, pathname } = new URL(database.url);
  const { host: brokerHost } = new URL(broker.urlOf('guest'));
  return { server: `${host}${pathname}`, broker: `${brokerHost}/${VHOST}` };
};

/** The two ways to say who logs in. */
const WAYS = {
  'settings of their own': () => ({
    DATABASE_URL: `postgres://${urls().server}`,
    DATABASE_USER: USER,
    DATABASE_PASSWORD: PASSWORD,
    AMQP_URL: `amqp://${urls().broker}`,
    AMQP_USER: USER,
    AMQP_PASSWORD: PASSWORD,
  }),
  'a URL': () => ({
    DATABASE_URL: `postgres://${encoded}${urls().server}`,
    AMQP_URL: `amqp://${encoded}${urls().broker}`,
  }),
};
const ways = Object.keys(WAYS) as (keyof typeof WAYS)[];

beforeAll(async () => {
  broker = await BrokerAccounts.start();
  closers.push(() => broker.end());
  broker.control(['add_user', USER], `${PASSWORD}\n`);
  broker.control(['set_permissions', '--vhost', VHOST, USER, '.*', '.*', '.*']);
  database = await createTestDatabase();
  closers.push(() => database.drop());
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  closers.push(() => admin.end());
  const role = admin.escapeIdentifier(USER);
  await admin.query(`create role ${role} login createdb password ${admin.escapeLiteral(PASSWORD)}`);
  await admin.query(`alter schema public owner to ${role}`);
  closers.push(async () => {
    await admin.query(`drop database if exists conductor_${service} with (force)`);
    await admin.query(`drop owned by ${role} cascade`);
    await admin.query(`drop role ${role}`);
  });
}, 300_000);

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

function openBus(url: string, name: string): RabbitBus {
  const bus = new RabbitBus({ url, name, log: SILENT });
  closers.push(() => bus.close());
  return bus;
}

async function start(environment: Record<string, string>): Promise<RunningConductor> {
  const config = readConfig({ ...environment, PORT: '0' });
  const bus = openBus(readBrokerUrl(environment), 'conductor');
  const logger = pino({ level: 'silent' });
  const conductor = await startConductor({ config, bus, logger });
  closers.push(() => conductor.close());
  return conductor;
}

describe.each(ways)('With logins in %s', (way) => {
  it('a conductor and a service of the demo do a saga', async () => {
    const environment = WAYS[way]();
    const conductor = await start(environment);
    const { databaseUrl, amqpUrl, prefix } = readServiceEnvironment(service, environment);
    const bus = openBus(amqpUrl, 'payment');
    await bus.open({ exchanges: [], queues: [] });
    const payment = await startPaymentService({ databaseUrl, bus, prefix, logger: SILENT });
    closers.push(() => payment.close());
    const post = (path: string, body: object) =>
      callUrl('POST', `${conductor.url}/v1/${path}`, { body });
    expect((await post('definitions', PLAIN)).status).toBeLessThan(300);
    const { body: saga } = await post('sagas', { definition: 'plain', input: { orderId: way } });
    await waitFor(
      'the saga',
      async () => (await callUrl('GET', `${conductor.url}/v1/sagas/${saga.id}`)).body,
      ({ status }) => status === 'completed',
      30_000,
    );
  });
});

describe('A participant', () => {
  let amqpUrl: string;
  let url: string;
  beforeAll(() => {
    const environment = WAYS['a URL']();
    amqpUrl = environment.AMQP_URL;
    url = readServiceEnvironment(service, environment).databaseUrl;
  });

  it('of the library for Nest opens both servers', async () => {
    const dataSource = await openServiceDatabase({
      ...{ databaseUrl: url, applicationName: 'odd', poolSize: 2, entities: [], migrations: [] },
    });
    closers.push(() => dataSource.destroy());
    const { bus, close } = await openParticipant({
      ...{ participant: 'payment', amqpUrl, dataSource, logger: SILENT },
    });
    expect(bus.status()).toBe('connected');
    await close();
  });

  it('of the library without a framework does too', async () => {
    const pool = new pg.Pool({ connectionString: url });
    closers.push(() => pool.end());
    const participant = await startParticipant({
      name: 'payment',
      amqpUrl,
      database: pgDatabase(pool),
      handlers: { 'payment.odd': () => ({}) },
    });
    expect(participant.health()).toMatchObject({ isBusThere: true, isDatabaseThere: true });
    await participant.stop();
  });
});

it('a wrong password is said, and not shown', async () => {
  const wrong = { DATABASE_PASSWORD: `${PASSWORD}!` };
  const starting = start({ ...WAYS['settings of their own'](), ...wrong });
  await expect(starting).rejects.toThrow(/refuses the connection: password authentication failed/);
  await starting.catch((error: Error) => expect(error.message).not.toContain(PASSWORD));
});
