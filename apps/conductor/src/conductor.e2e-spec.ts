import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { pino } from 'pino';
import {
  participantQueue,
  participantTopology,
  parseCommand,
  replyMessage,
  type MessageBus,
} from '#contracts';
import { InProcessBroker, InProcessBus, RabbitBus } from '#messaging';
import { brokerUrl, createTestDatabase, uniquePrefix, type TestDatabase } from '#testing';
import { callUrl, ORDER_DEFINITION } from './conductor-stack.fixture.js';
import { startConductor, type RunningConductor } from './conductor.js';
import type { ConductorConfig } from './config.js';

const logger = pino({ level: 'silent' });

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
  const bus = new InProcessBus(new InProcessBroker());
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
    await expect(start({ databaseUrl: databaseUrl.href })).rejects.toThrow('refuses us');
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

describe('On RabbitMQ', () => {
  it('a saga goes from its start to its end', async () => {
    const prefix = uniquePrefix();
    const newBus = (name: string): MessageBus =>
      new RabbitBus({ url: brokerUrl(), name, log: logger });
    const participants = await Promise.all(
      ['order', 'payment', 'shipping'].map((name) => participate(newBus(name), prefix, name)),
    );
    const conductor = await startConductor({
      config: { ...config, prefix },
      bus: newBus('conductor'),
      logger,
    });
    await callUrl('POST', `${conductor.url}/v1/definitions`, { body: ORDER_DEFINITION });
    const { body } = await callUrl('POST', `${conductor.url}/v1/sagas?wait=30s`, {
      body: { definition: 'place-order', input: { orderId: 'o-1' } },
    });
    expect(body.status).toBe('completed');
    await conductor.close();
    for (const bus of participants) await bus.close();
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
