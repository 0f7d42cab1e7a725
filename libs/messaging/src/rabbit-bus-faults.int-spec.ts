import { connect, type Channel } from 'amqplib';
import type { OutgoingMessage, Topology } from '#bus';
import { brokerUrl, DeliveryRecorder, eventually, TcpProxy, uniquePrefix } from '#testing-internal';
import { RabbitBus } from './rabbit-bus.js';
import type { RabbitBusOptions } from './rabbit-bus-options.js';

describe('A bus in trouble', () => {
  const prefix = uniquePrefix();
  const queue = `${prefix}.queue`;
  const exchange = `${prefix}.exchange`;
  const topology: Topology = {
    exchanges: [{ name: exchange, type: 'direct' }],
    queues: [{ name: queue, bindings: [{ exchange, routingKey: 'key' }] }],
  };
  let warnings: string[];
  let proxy: TcpProxy;
  let bus: RabbitBus;

  const createBus = (options: Partial<RabbitBusOptions> = {}) =>
    new RabbitBus({
      url: proxy.through(brokerUrl()),
      name: prefix,
      log: { info: () => {}, warn: (_fields, message) => warnings.push(message), error: () => {} },
      ...options,
    });
  const messageTo = (routingKey: string): OutgoingMessage => ({
    exchange: routingKey === 'key' ? exchange : '',
    routingKey,
    body: Buffer.from('{}'),
    properties: { messageId: routingKey },
  });
  const statusBecomes = (wanted: string) =>
    eventually(
      () => bus.status(),
      (status) => status === wanted,
    );
  /** Resets the connections, and waits until the bus has noticed. */
  const cut = () =>
    new Promise<void>((resolve) => {
      bus.onStatus((status) => status === 'disconnected' && resolve());
      proxy.cut();
    });
  const becomesConfirmed = (message: OutgoingMessage) =>
    eventually(
      () => bus.publish([message]),
      ([outcome]) => outcome === 'confirmed',
    );

  beforeEach(async () => {
    warnings = [];
    proxy = await TcpProxy.to(brokerUrl());
    bus = createBus();
  });

  afterEach(async () => {
    await bus.close();
    await proxy.close();
    await onBroker((channel) => channel.deleteQueue(queue));
    await onBroker((channel) => channel.deleteExchange(exchange));
  });

  it('tells of what was in flight as soon as the connection is reset', async () => {
    await bus.open(topology);
    proxy.swallowAnswers();
    const publishing = bus.publish([messageTo(queue), messageTo(queue)]);

    proxy.cut();

    expect(await publishing).toEqual(['unknown', 'unknown']);
    await becomesConfirmed(messageTo(queue));
    // The wait ended before the 10 s deadline of a confirm.
  });

  it('publishes at most so many messages before the first confirm', async () => {
    bus = createBus({ inFlightMax: 10, confirmTimeoutMs: 300, closeTimeoutMs: 200 });
    await bus.open(topology);
    proxy.swallowAnswers();

    const outcomes = await bus.publish(Array.from({ length: 25 }, () => messageTo(queue)));

    expect(outcomes).toEqual(Array.from({ length: 25 }, () => 'unknown'));
    await eventually(
      () => onBroker((channel) => channel.checkQueue(queue)),
      ({ messageCount }) => messageCount === 10,
    );
  });

  it('declares an exchange again that was deleted', async () => {
    await bus.open(topology);
    await onBroker((channel) => channel.deleteExchange(exchange));

    expect(await bus.publish([messageTo('key')])).toEqual(['unknown']);

    await becomesConfirmed(messageTo('key'));
  });

  it('keeps a consumer paused that was paused when the connection was lost', async () => {
    await bus.open(topology);
    const recorder = new DeliveryRecorder();
    const consumer = await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    await consumer.pause();
    await cut();
    await becomesConfirmed(messageTo(queue));
    await statusBecomes('connected');
    await eventually(
      () => bus.inspect(queue),
      ({ ready, consumers }) => ready >= 1 && consumers === 0,
    );
    expect(recorder.deliveries).toEqual([]);

    await consumer.resume();

    await recorder.waitFor(1);
  });

  it('takes up a consumer that was asked for while the broker was away', async () => {
    await bus.open(topology);
    await proxy.shut();
    await cut();
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);

    await proxy.open();
    await becomesConfirmed(messageTo(queue));

    await recorder.waitFor(1);
  });

  it('says once that it waits for the broker, however often it tries', async () => {
    await proxy.shut();
    const opening = bus.open(topology);
    await eventually(
      () => warnings.length,
      (count) => count > 0,
    );

    await proxy.open();
    await opening;

    expect(warnings).toEqual(['waiting for the broker']);
  });

  it('names a virtual host that is not there', async () => {
    const url = new URL(brokerUrl());
    url.pathname = '/no-such';
    const said: unknown[] = [];
    const warn = (fields: object): void => void said.push(Reflect.get(fields, 'err'));
    const log = { info: () => {}, warn, error: () => {} };
    const lost = createBus({ url: url.href, log });
    const opening = expect(lost.open(topology)).rejects.toMatchObject({ code: 'BUS_CLOSED' });

    await eventually(
      () => said.map(String),
      (errors) => errors.some((text) => text.includes('no virtual host "no-such"')),
    );

    await lost.close();
    await opening;
    await bus.open(topology);
  });

  it('ends an opening that nobody waits for any more', async () => {
    await proxy.shut();
    const opening = bus.open(topology);
    const ended = expect(opening).rejects.toMatchObject({ code: 'BUS_CLOSED' });
    await bus.close();
    await ended;
  });

  it('survives work that ends while its channel is being left', async () => {
    const recorder = new DeliveryRecorder();
    bus = createBus({
      log: {
        info: () => {},
        // the channel is closing at this point
        warn: () => recorder.deliveries.forEach((delivery) => delivery.ack()),
        error: () => {},
      },
    });
    await bus.open(topology);
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    await bus.publish([messageTo(queue)]);
    await recorder.waitFor(1);

    await onBroker((channel) => channel.deleteQueue(queue));

    await becomesConfirmed(messageTo(queue));
    await recorder.waitFor(2);
  });

  it('goes on after it was asked for a queue that exists with other arguments', async () => {
    await bus.open(topology);
    const classic = `${queue}.classic`;
    await onBroker((channel) => channel.assertQueue(classic, { durable: true }));

    const declaring = bus.declare({ exchanges: [], queues: [{ name: classic, bindings: [] }] });

    await expect(declaring).rejects.toMatchObject({
      code: 'TOPOLOGY_MISMATCH',
      kind: 'queue',
      resource: classic,
    });
    expect(await bus.publish([messageTo(queue)])).toEqual(['confirmed']);
    await onBroker((channel) => channel.deleteQueue(classic));
  });
});

/** Acts as an operator would, bypassing the bus. */
async function onBroker<Result>(work: (channel: Channel) => Promise<Result>): Promise<Result> {
  const connection = await connect(brokerUrl());
  const result = await work(await connection.createChannel());
  await connection.close();
  return result;
}
