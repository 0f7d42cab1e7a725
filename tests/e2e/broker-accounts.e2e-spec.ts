import type { ConfirmChannel } from 'amqplib';
import { pino } from 'pino';
import { signCorrelation } from '#contracts';
import { RabbitBus, type BusLogger } from '#messaging';
import { createTestDatabase, eventually, type TestDatabase } from '#testing-internal';
import { startConductor, type RunningConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { startOrderService } from '../../apps/order-service/src/order-service.js';
import { startPaymentService } from '../../apps/payment-service/src/payment-service.js';
import { startShippingService } from '../../apps/shipping-service/src/shipping-service.js';
import { BrokerAccounts, PREFIX, type Tried } from './broker-accounts.fixture.js';
import {
  COMMANDS,
  DESCRIPTIONS,
  describes,
  FAMILY,
  PLAIN,
  publish,
  SAGAS,
  SECRET,
  SILENT,
  SLIP,
  SLOW,
  START,
} from './broker-attacks.fixture.js';
import { placeOrders, waitFor } from './fleet.fixture.js';

interface Saga {
  readonly id: string;
  readonly status: string;
}
type Json = ReturnType<typeof JSON.parse>;

describe('with the documented accounts', () => {
  const silent = pino({ level: 'silent' });
  /** What the bus of the service `payment` warns of. */
  const warnings: string[] = [];
  const closers: (() => Promise<unknown>)[] = [];
  let broker: BrokerAccounts;
  let database: TestDatabase;
  let conductor: RunningConductor;
  let orderUrl: string;

  beforeAll(async () => {
    broker = await BrokerAccounts.start();
    closers.push(() => broker.end());
    database = await createTestDatabase();
    closers.push(() => database.drop());
    const listening: BusLogger = { ...SILENT, warn: (_, message) => warnings.push(message) };
    // These are there before any conductor was, and may declare nothing.
    await startService('payment', startPaymentService, listening);
    await startService('shipping', startShippingService);
    const bus = new RabbitBus({ url: broker.urlOf('conductor'), name: 'conductor', log: SILENT });
    closers.push(() => bus.close());
    conductor = await startConductor({
      config: {
        host: '127.0.0.1',
        port: 0,
        databaseUrl: database.url,
        prefix: PREFIX,
        replySecret: SECRET,
        apiKeys: [],
      },
      bus,
      logger: silent,
    });
    closers.push(() => conductor.close());
    const order = await startService('order', (options) =>
      startOrderService({
        ...options,
        host: '127.0.0.1',
        port: 0,
        conductorUrl: conductor.url,
      }),
    );
    orderUrl = order.url ?? '';
    for (const definition of [PLAIN, SLIP, FAMILY, SLOW]) {
      await call('POST', '/v1/definitions', definition);
    }
    await waitFor('descriptions', participants, (items) =>
      ['order', 'payment', 'shipping'].every((name) =>
        items.some((item) => item.participant === name && item.lastSeenAt && item.consumers === 1),
      ),
    );
  }, 300_000);

  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });

  it('orders succeed, and are declined and compensated', async () => {
    const ids = await placeOrders(orderUrl, 8);
    const statuses = await waitFor(
      'orders',
      () => Promise.all(ids.map((id) => statusOfOrder(id))),
      (list) => list.every((status) => status !== 'pending'),
    );
    expect(statuses.filter((status) => status === 'rejected')).toHaveLength(2);
    expect(statuses.filter((status) => status === 'confirmed')).toHaveLength(6);
  });

  it('slips that may not be forwarded complete beside ordinary sagas: said once', async () => {
    const started = Array.from({ length: 80 }, (_, index) =>
      call('POST', '/v1/sagas', {
        definition: index % 2 === 0 ? 'slip' : 'plain',
        input: { orderId: `br08-${index}` },
      }),
    );
    const sagas = (await Promise.all(started)) as Saga[];
    const statuses = await waitFor(
      'sagas',
      () => Promise.all(sagas.map(async ({ id }) => (await get(id)).status)),
      (list) => list.every((status) => status !== 'running' && status !== 'compensating'),
    );
    expect(new Set(statuses)).toEqual(new Set(['completed']));
    const { items } = await call('GET', '/v1/admin/dead-messages');
    expect(items).toEqual([]);
    expect(warnings.filter((line) => line.includes('conductor.commands'))).toEqual([
      'the account payment has no write permission on the exchange conductor.commands',
    ]);
  });

  it('child sagas run, and their lives are told', async () => {
    const heard: string[] = [];
    const listener = await broker.open('conductor');
    const { queue } = await listener.assertQueue('conductor.listener', { exclusive: true });
    await listener.bindQueue(queue, 'conductor.events', 'saga.completed.*');
    await listener.consume(queue, (message) => heard.push(message?.fields.routingKey ?? ''), {
      noAck: true,
    });
    const saga = await call('POST', '/v1/sagas?wait=30s', {
      definition: 'family',
      input: { orderId: 'family-1' },
    });
    expect(saga).toMatchObject({ status: 'completed' });
    await eventually(
      () => heard,
      (keys) => keys.length === 2,
    );
    expect(heard).toEqual(['saga.completed.plain', 'saga.completed.family']);
  });

  it('the conductor lacks nothing, and says so', async () => {
    expect((await call('GET', '/v1/admin/overview')).broker.refusals).toEqual([]);
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 'ready' });
  });

  describe('the account payment', () => {
    const refused = { refused: 403 };
    const own = 'conductor.commands.payment';
    const others = 'conductor.commands.shipping';

    it.each<[string, (channel: ConfirmChannel) => Promise<unknown>]>([
      ['bind its queue to the key of another', (c) => c.bindQueue(own, COMMANDS, 'shipping')],
      ['bind its queue to events', (c) => c.bindQueue(own, 'conductor.events', '#')],
      ['bind an exchange to commands', (c) => c.bindExchange('conductor.dead', COMMANDS, '#')],
      ['unbind another’s queue', (c) => c.unbindQueue(others, COMMANDS, 'shipping')],
      ['declare a queue', (c) => c.assertQueue('payment.spy', { exclusive: true })],
      ['declare an exchange', (c) => c.assertExchange('payment.spy', 'topic')],
      ['consume another’s commands', (c) => c.consume(others, () => {})],
      ['get another’s commands', (c) => c.get(others)],
      ['consume replies', (c) => c.consume('conductor.replies', () => {})],
      ['read what is set aside', (c) => c.get('conductor.dead')],
      ['purge what is set aside', (c) => c.purgeQueue('conductor.dead')],
      ['purge another’s commands', (c) => c.purgeQueue(others)],
      ['delete another’s queue', (c) => c.deleteQueue(others)],
      ['delete its own queue', (c) => c.deleteQueue(own)],
      ['delete the exchange for commands', (c) => c.deleteExchange(COMMANDS)],
      ['delete the exchange of dead letters', (c) => c.deleteExchange('conductor.dead')],
      ['send a command', (c) => publish(c, COMMANDS, 'shipping')],
      ['send a command to itself', (c) => publish(c, COMMANDS, 'payment')],
      ['put a command on another’s queue', (c) => publish(c, '', others)],
      ['start a saga', (c) => publish(c, '', 'conductor.intake', START)],
      ['reply by the default exchange', (c) => publish(c, '', 'conductor.replies')],
      ['tell of an event', (c) => publish(c, 'conductor.events', 'order.placed')],
      ['describe another', (c) => publish(c, DESCRIPTIONS, 'shipping', describes('shipping'))],
      ['set aside for another', (c) => publish(c, 'conductor.dead', others)],
    ])('cannot %s', async (_, attack) => {
      expect(await broker.try('payment', (channel) => attack(channel as ConfirmChannel))).toEqual(
        refused,
      );
    });

    it('cannot say that it is another one', async () => {
      const { refused: code } = (await broker.try('payment', (channel) =>
        publish(
          channel as ConfirmChannel,
          'conductor.replies',
          'conductor.replies',
          {},
          {
            userId: 'shipping',
          },
        ),
      )) as { refused: number };
      expect(code).toBe(406);
    });

    it('describes nobody else under its own name, and starts no saga there', async () => {
      const before = (await call('GET', SAGAS)).items;
      await send(DESCRIPTIONS, 'payment', describes('shipping'), { userId: 'payment' });
      await send(DESCRIPTIONS, 'payment', START, { messageId: 'attack-1' });
      const found = await deadOf('intake', 2);
      expect(found.map(({ reason }) => reason)).toEqual(['WRONG_SENDER', 'WRONG_SENDER']);
      expect((await call('GET', SAGAS)).items).toEqual(before);
      expect(await commandsOf('shipping')).toContain('shipping.reserve');
    });

    it.each([
      ['with its user-id', { userId: 'payment' }],
      ['without one', {}],
    ])('answers for nobody else %s', async (_, account) => {
      const slow = { mode: 'slow', delayMs: 3_000 };
      const { id } = (await call('POST', '/v1/sagas', {
        definition: 'shipped-slowly',
        input: { faults: { 'shipping.reserve': slow } },
      })) as Saga;
      await send(
        'conductor.replies',
        'conductor.replies',
        { outcome: 'succeeded', output: { forged: true } },
        {
          ...account,
          correlationId: signCorrelation(SECRET, {
            sagaId: id,
            step: 'reserve',
            iteration: 0,
            direction: 'execute',
            attempt: 1,
            participant: 'shipping',
          }),
        },
      );
      const found = await eventually(
        async () => (await deadOf('reply', 1)).find(({ sagaId }) => sagaId === id),
        (item) => item !== undefined,
      );
      expect(found).toMatchObject({ reason: 'WRONG_SENDER', sagaId: id });
      const saga = await waitFor(
        'the saga',
        () => get(id),
        ({ status }) => status === 'completed',
      );
      expect(JSON.stringify(saga)).not.toContain('forged');
    });
  });

  async function startService<T extends { url: string | null; close(): Promise<void> }>(
    name: string,
    start: (options: {
      databaseUrl: string;
      bus: RabbitBus;
      prefix: string;
      logger: BusLogger;
    }) => Promise<T>,
    log: BusLogger = SILENT,
  ): Promise<T> {
    const own = await createTestDatabase();
    closers.push(() => own.drop());
    const bus = new RabbitBus({ url: broker.urlOf(name), name, log });
    await bus.open({ exchanges: [], queues: [] });
    closers.push(() => bus.close());
    const service = await start({ databaseUrl: own.url, bus, prefix: PREFIX, logger: log });
    closers.push(() => service.close());
    return service;
  }

  /** As the account `payment`, which the broker takes. */
  async function send(exchange: string, key: string, body: object, properties = {}): Promise<void> {
    const sent: Tried<unknown> = await broker.try('payment', (channel) =>
      publish(channel as ConfirmChannel, exchange, key, body, properties),
    );
    expect(sent).toHaveProperty('gave');
  }

  async function deadOf(source: string, count: number): Promise<readonly Json[]> {
    const read = async (): Promise<readonly Json[]> =>
      ((await call('GET', '/v1/admin/dead-messages?limit=100')).items as readonly Json[]).filter(
        (item) => item.source === source,
      );
    return eventually(read, (items) => items.length >= count);
  }

  async function participants(): Promise<readonly Json[]> {
    return (await call('GET', '/v1/admin/participants?limit=100')).items as readonly Json[];
  }

  async function commandsOf(name: string): Promise<readonly string[]> {
    const found = (await participants()).find(({ participant }) => participant === name);
    return (found?.commands as readonly Json[]).map(({ command }) => command as string);
  }

  async function statusOfOrder(id: string): Promise<string> {
    const answer = await fetch(`${orderUrl}/orders/${id}`);
    return ((await answer.json()) as { status: string }).status;
  }

  function get(id: string): Promise<Saga> {
    return call('GET', `/v1/sagas/${id}`);
  }

  async function call(method: string, path: string, body?: object): Promise<Json> {
    const answer = await callUrl(method, `${conductor.url}${path}`, body ? { body } : {});
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }
});
