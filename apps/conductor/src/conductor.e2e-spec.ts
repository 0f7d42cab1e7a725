import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { pino } from 'pino';
import { participantQueue, participantTopology, type MessageBus } from '#bus';
import { parseCommand, replyMessage } from '#contracts';
import { InProcessBus, RabbitBus } from '#messaging';
import {
  brokerUrl,
  createTestDatabase,
  eventually,
  Firehose,
  TappedBroker,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { ORDER_DEFINITION } from './conductor-stack.fixture.js';
import { callUrl, expectProblem } from './conductor-call.fixture.js';
import { startConductor, type RunningConductor } from './conductor.js';
import type { ConductorConfig } from './config.js';
import { SeverableProxy } from './severable-proxy.fixture.js';

const logger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' });

let database: TestDatabase;
let config: ConductorConfig;

beforeAll(async () => {
  database = await createTestDatabase();
  config = {
    host: '127.0.0.1',
    port: 0,
    databaseUrl: database.url,
    prefix: 'conductor',
    replySecret: null,
    apiKeys: [],
  };
});

afterAll(() => database.drop());

function start(changes: Partial<ConductorConfig> = {}): Promise<RunningConductor> {
  const bus = new InProcessBus(new TappedBroker(config.prefix));
  return startConductor({ config: { ...config, ...changes }, bus, logger });
}

describe('A conductor that cannot start says why in one line', () => {
  it('the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(`127.0.0.1:${port} is in use`);
    server.close();
  });

  it('nothing answers where the database should be', async () => {
    const databaseUrl = 'postgres://nobody:hidden@127.0.0.1:1/none';
    const failure = start({ databaseUrl });
    await expect(failure).rejects.toThrow('the database at 127.0.0.1:1/none cannot be reached');
    await expect(failure).rejects.not.toThrow('hidden');
  });

  it('there is no such database', async () => {
    const databaseUrl = new URL(database.url);
    databaseUrl.pathname = '/there_is_none';
    await expect(start({ databaseUrl: databaseUrl.href })).rejects.toThrow(
      'refuses the connection',
    );
  });
});

describe('Replicas that start together on an empty database', () => {
  it('make its tables once and share one reply secret', async () => {
    const empty = await createTestDatabase();
    const replicas = await Promise.all([1, 2, 3].map(() => start({ databaseUrl: empty.url })));
    const client = new pg.Client({ connectionString: empty.url });
    await client.connect();
    const { rows } = await client.query(`select value from setting where name = 'reply-secret'`);
    expect(rows).toHaveLength(1);
    await client.end();
    for (const replica of replicas) await replica.close();
    await empty.drop();
  });
});

describe('While the database is away', () => {
  it('calls are answered 503, the process lives, and goes on when it is back', async () => {
    const { hostname, port } = new URL(database.url);
    const proxy = await SeverableProxy.before({ host: hostname, port: Number(port) });
    const databaseUrl = new URL(database.url);
    databaseUrl.port = String(proxy.port);
    const conductor = await start({ databaseUrl: databaseUrl.href });
    const call = (method: string, path: string, body?: object) =>
      callUrl(method, `${conductor.url}${path}`, { body });
    const definition = { ...ORDER_DEFINITION, name: 'outage' };
    await call('POST', '/v1/definitions', definition);
    const begin = { definition: 'outage', input: { orderId: 'o-1' } };

    proxy.cut();
    for (const answer of [
      await call('POST', '/v1/sagas', begin),
      await call('GET', '/v1/sagas'),
      await call('GET', '/v1/admin/overview'),
      await call('POST', '/v1/definitions', { ...definition, description: 'second' }),
    ]) {
      expectProblem(answer, 503, 'STORE_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    const ready = await call('GET', '/health/ready');
    expect([ready.status, ready.body.status]).toEqual([503, 'not-ready']);
    expect((await call('GET', '/health/live')).status).toBe(200);
    expect((await call('GET', '/metrics')).body).toContain('conductor_database_up 0');

    proxy.heal();
    // a probe notices it within a second
    await eventually(
      () => call('GET', '/health/ready'),
      ({ body }) => body.status === 'ready',
    );
    expect((await call('POST', '/v1/sagas', begin)).status).toBe(201);
    await conductor.close();
    proxy.close();
  });
});

describe('While the broker is away from the start', () => {
  it('starts are taken, and readiness says degraded with 200', async () => {
    const warnings: string[] = [];
    const warn = (_fields: unknown, message: string): void => void warnings.push(message);
    const log = { info: () => {}, warn, error: () => {} };
    const url = 'amqp://127.0.0.1:1/shop';
    const bus = new RabbitBus({ url, setting: 'AMQP_URL', name: 'away', log });
    const conductor = await startConductor({ config, bus, logger });
    const call = (method: string, path: string, body?: object) =>
      callUrl(method, `${conductor.url}${path}`, { body });
    await call('POST', '/v1/definitions', { ...ORDER_DEFINITION, name: 'away' });

    const begin = { definition: 'away', input: { orderId: 'o-1' } };
    const { status, body: saga } = await call('POST', '/v1/sagas', begin);
    expect(status).toBe(201);
    const ready = await call('GET', '/health/ready');
    expect([ready.status, ready.body.status]).toEqual([200, 'degraded']);
    expect(warnings).toContain('waiting for the broker at 127.0.0.1:1/shop, see AMQP_URL');

    // its command, and that it has started: one row, and a row each when its lease has ended
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    const batches = async () => (await admin.query('select from outbox_batch')).rowCount;
    expect(await batches()).toBe(1);
    await eventually(batches, (count) => count === 0);
    const rows = await admin.query('select from outbox where saga_id = $1', [saga.id]);
    expect(rows.rowCount).toBe(2);

    await admin.end();
    await conductor.close();
    await bus.close();
  });
});

describe('Closing', () => {
  it('answers those who wait, and ends', async () => {
    const conductor = await start();
    const definition = { ...ORDER_DEFINITION, name: 'closing' };
    await callUrl('POST', `${conductor.url}/v1/definitions`, { body: definition });
    const { body: saga } = await callUrl('POST', `${conductor.url}/v1/sagas`, {
      body: { definition: 'closing', input: { orderId: 'o-1' } },
    });
    const waiting = callUrl('GET', `${conductor.url}/v1/sagas/${saga.id}?wait=60s`);
    // the second answer proves that the first request has arrived
    await callUrl('GET', `${conductor.url}/v1/sagas/${saga.id}`);
    await conductor.close();
    const answer = await waiting;
    expect([answer.status, answer.body.status]).toEqual([200, 'running']);
  });
});

describe('On RabbitMQ', () => {
  it('a saga goes from its start to its end', async () => {
    const prefix = uniquePrefix();
    const tap = await Firehose.openIfAsked(prefix);
    const newBus = (name: string): MessageBus =>
      new RabbitBus({ url: brokerUrl(), name, log: logger });
    const participants = await Promise.all(
      ['order', 'payment', 'shipping'].map((name) => participate(newBus(name), prefix, name)),
    );
    const bus = newBus('conductor');
    const conductor = await startConductor({ config: { ...config, prefix }, bus, logger });
    await callUrl('POST', `${conductor.url}/v1/definitions`, { body: ORDER_DEFINITION });
    const { body } = await callUrl('POST', `${conductor.url}/v1/sagas?wait=30s`, {
      body: { definition: 'place-order', input: { orderId: 'o-1' } },
    });
    expect(body.status).toBe('completed');
    await conductor.close();
    for (const opened of [bus, ...participants]) await opened.close();
    await tap?.settle();
    await tap?.close();
  });
});

/** Answers every command with success. */
async function participate(bus: MessageBus, prefix: string, name: string): Promise<MessageBus> {
  await bus.open(participantTopology(prefix, name));
  await bus.consume(participantQueue(prefix, name), { prefetch: 10 }, (delivery) => {
    const check = parseCommand(delivery);
    delivery.ack();
    if (!check.ok) return;
    const outcome = { type: 'succeeded', output: {} } as const;
    void bus.publish([replyMessage(check.command, outcome, { appId: name, at: Date.now() })]);
  });
  return bus;
}
