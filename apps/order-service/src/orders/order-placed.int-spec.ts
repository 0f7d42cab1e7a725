import type { MessageBus } from '#bus';
import { InProcessBroker, RabbitBus } from '#messaging';
import {
  brokerUrl,
  CommandSender,
  createTestDatabase,
  deleteQueues,
  eventually,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { OrderListener } from './order-listener.fixture.js';
import {
  get,
  openTestBus,
  post,
  RecordingLogger,
  startTestOrderService,
  VALID_ORDER,
  type TestOrderService,
} from '../order-service.fixture.js';

const NOBODY_LISTENS = 'http://127.0.0.1:1';

let database: TestDatabase;
let prefix: string;
let closers: (() => Promise<unknown>)[];

beforeEach(async () => {
  database = await createTestDatabase();
  prefix = uniquePrefix();
  closers = [];
});

afterEach(async () => {
  for (const close of closers.reverse()) await close();
  await database.drop();
});

async function start(bus: MessageBus): Promise<TestOrderService> {
  const service = await startTestOrderService({
    databaseUrl: database.url,
    conductorUrl: NOBODY_LISTENS,
    bus,
    prefix,
  });
  closers.push(() => service.close());
  return service;
}

async function openBus(broker?: InProcessBroker): Promise<MessageBus> {
  const bus = await openTestBus(broker);
  closers.push(() => bus.close());
  return bus;
}

async function openSender(bus: MessageBus): Promise<CommandSender> {
  const sender = await CommandSender.open(bus, prefix);
  closers.push(() => sender.close());
  return sender;
}

/** The order, once it meets the condition. */
function orderOnce(url: string, holds: (order: Readonly<Record<string, unknown>>) => boolean) {
  return eventually(async () => (await get(url)).body, holds);
}

describe('An order that is placed', () => {
  it('is told of, with all that its saga needs', async () => {
    const bus = await openBus();
    const listener = await OrderListener.open(bus, prefix, await openSender(bus));
    const { url } = await start(bus);
    const wishes = {
      gift: { text: 'Hello' },
      faults: { 'payment.authorize': { mode: 'fail', times: 2 } },
    };

    const { body } = await post(`${url}/orders`, { ...VALID_ORDER, ...wishes });

    const { packet, properties, eventId, sagaId } = await listener.waitFor(1);
    expect(packet).toEqual({
      pattern: 'order.placed',
      id: eventId,
      data: { orderId: body['id'], ...VALID_ORDER, ...wishes },
    });
    expect(properties).toMatchObject({ messageId: eventId, type: 'order.placed' });
    expect(body).toMatchObject({ status: 'pending', sagaId, sagaStart: 'started' });
  });

  it.each(['gift', 'faults'])('is told of without a %s that is null', async (name) => {
    const bus = await openBus();
    const listener = await OrderListener.open(bus, prefix, await openSender(bus));
    const { url } = await start(bus);

    const { status, body } = await post(`${url}/orders`, { ...VALID_ORDER, [name]: null });

    expect(status).toBe(201);
    const { packet } = await listener.waitFor(1);
    expect(packet['data']).toEqual({ orderId: body['id'], ...VALID_ORDER });
  });

  it('is owed, then asked for, then started: anyone can see it', async () => {
    const broker = new InProcessBroker();
    const bus = await openBus(broker);
    const { url } = await start(bus);
    const placed = await post(`${url}/orders`, VALID_ORDER);
    expect(placed.body).toMatchObject({ status: 'pending', sagaId: null, sagaStart: 'owed' });
    const order = `${url}/orders/${String(placed.body['id'])}`;
    expect((await get(order)).body).toMatchObject({ sagaId: null, sagaStart: 'owed' });

    await OrderListener.open(bus, prefix, null);
    await orderOnce(order, ({ sagaStart }) => sagaStart === 'asked');

    const sender = await openSender(bus);
    const sagaId = 'its-saga';
    await sender.send({
      command: 'order.create',
      sagaId,
      data: { orderId: placed.body['id'] ?? null, lines: VALID_ORDER.lines },
    });
    expect((await get(order)).body).toMatchObject({ sagaId, sagaStart: 'started' });
  });

  it('is told of by the next process when one ends between commit and publish', async () => {
    const first = await start(await openBus());
    const { body } = await post(`${first.url}/orders`, VALID_ORDER);
    await first.close();
    const bus = await openBus();
    const listener = await OrderListener.open(bus, prefix, await openSender(bus));

    const { url } = await start(bus);

    const { orderId, sagaId } = await listener.waitFor(1);
    expect(orderId).toBe(body['id']);
    await orderOnce(`${url}/orders/${orderId}`, (order) => order['sagaId'] === sagaId);
  });

  it('twice with one Idempotency-Key is told of once', async () => {
    const bus = await openBus();
    const listener = await OrderListener.open(bus, prefix, await openSender(bus));
    const { url } = await start(bus);
    const key = { 'idempotency-key': 'twice' };

    await post(`${url}/orders`, VALID_ORDER, key);
    await post(`${url}/orders`, VALID_ORDER, key);
    await post(`${url}/orders`, VALID_ORDER);

    await listener.waitFor(2);
    expect(new Set(listener.heard.map(({ orderId }) => orderId)).size).toBe(2);
  });

  it('with a hundred others is told of once, and answered with its saga', async () => {
    const bus = await openBus();
    const listener = await OrderListener.open(bus, prefix, await openSender(bus));
    const { url } = await start(bus);

    const placed = await Promise.all(
      Array.from({ length: 100 }, () => post(`${url}/orders`, VALID_ORDER)),
    );

    expect(listener.heard.map(({ orderId }) => orderId).sort()).toEqual(
      placed.map(({ body }) => body['id']).sort(),
    );
    const sagaIdOf = new Map(listener.heard.map(({ orderId, sagaId }) => [orderId, sagaId]));
    for (const { body } of placed) expect(body['sagaId']).toBe(sagaIdOf.get(String(body['id'])));
  });

  it('leaves no card number in the database once the broker has it', async () => {
    const bus = new RabbitBus({ url: brokerUrl(), name: prefix, log: new RecordingLogger() });
    await bus.open({ exchanges: [], queues: [] });
    closers.push(
      () => deleteFromBroker(),
      () => bus.close(),
    );
    await OrderListener.open(bus, prefix, await openSender(bus));
    const { url } = await start(bus);

    const { body } = await post(`${url}/orders`, VALID_ORDER, { 'idempotency-key': 'k' });

    await orderOnce(`${url}/orders/${String(body['id'])}`, (order) => order['sagaId'] !== null);
    await eventually(
      () => rowsOf('event_outbox'),
      (rows) => rows.length === 0,
    );
    expect(JSON.stringify(await rowsOf('customer_order'))).not.toContain(VALID_ORDER.card);
  });
});

async function deleteFromBroker(): Promise<void> {
  await deleteQueues(prefix, ['order']);
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  await channel.deleteQueue(OrderListener.queueOf(prefix));
  await connection.close();
}

async function rowsOf(table: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(`select * from ${table}`)).rows;
  } finally {
    await client.end();
  }
}
