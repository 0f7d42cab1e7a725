import { connect, type Channel } from 'amqplib';
import type { Topology } from '#bus';
import { brokerUrl, DeliveryRecorder, eventually, uniquePrefix } from '#testing-internal';
import { RabbitBus } from '../rabbit-bus.js';

describe('A binding that is lost on the broker', () => {
  const prefix = uniquePrefix();
  const queue = `${prefix}.intake`;
  const exchange = `${prefix}.events`;
  const topology: Topology = {
    exchanges: [{ name: exchange, type: 'topic' }],
    queues: [{ name: queue, bindings: [] }],
  };
  const bindings = [{ exchange, routingKey: 'order.placed' }];
  let warnings: string[];
  let bus: RabbitBus;

  /** Publishes as a service would, and expects the message on the queue. */
  const isHeard = async (): Promise<boolean> => {
    const [outcome] = await bus.publish([
      {
        exchange,
        routingKey: 'order.placed',
        body: Buffer.from('{}'),
        properties: { messageId: 'event' },
      },
    ]);
    return outcome === 'confirmed';
  };

  beforeEach(async () => {
    warnings = [];
    const log = {
      info: () => {},
      warn: (_fields: object, message: string) => warnings.push(message),
      error: () => {},
    };
    bus = new RabbitBus({ url: brokerUrl(), name: prefix, log, checkEveryMs: 100 });
    await bus.open(topology);
    await bus.declare({ exchanges: [], queues: [{ name: queue, bindings }] });
    await bus.consume(queue, { prefetch: 10 }, new DeliveryRecorder().onDelivery);
    expect(await isHeard()).toBe(true);
  });

  afterEach(async () => {
    await bus.close();
    await onBroker((channel) => channel.deleteQueue(queue));
    await onBroker((channel) => channel.deleteExchange(exchange));
  });

  it('comes back after somebody unbound it', async () => {
    await onBroker((channel) => channel.unbindQueue(queue, exchange, 'order.placed'));

    await eventually(isHeard, (heard) => heard);
  });

  it('comes back after its exchange was deleted and declared by another service', async () => {
    await onBroker(async (channel) => {
      await channel.deleteExchange(exchange);
      await channel.assertExchange(exchange, 'topic', { durable: true });
    });

    await eventually(isHeard, (heard) => heard);
  });

  it('comes back with its exchange, though nobody publishes, and that is said', async () => {
    await onBroker((channel) => channel.deleteExchange(exchange));

    await eventually(
      () => warnings,
      (said) => said.includes('an exchange or a binding is lost: all is declared again'),
    );
    await eventually(isHeard, (heard) => heard);
  });

  it('is among what the broker refuses while its exchange is of another kind', async () => {
    await onBroker(async (channel) => {
      await channel.deleteExchange(exchange);
      await channel.assertExchange(exchange, 'fanout', { durable: true });
    });
    const told = `the exchange ${exchange} exists with other properties`;
    // what was under way on the channel that the broker closed may be named first
    await eventually(
      () => bus.refusals(),
      (refusals) => refusals.length === 1 && refusals[0] === told,
    );

    await onBroker((channel) => channel.deleteExchange(exchange));

    await eventually(
      () => bus.refusals(),
      (refusals) => refusals.length === 0,
    );
    await eventually(isHeard, (heard) => heard);
  });
});

/** Acts as an operator would, bypassing the bus. */
async function onBroker<Result>(work: (channel: Channel) => Promise<Result>): Promise<Result> {
  const connection = await connect(brokerUrl());
  const result = await work(await connection.createChannel());
  await connection.close();
  return result;
}
