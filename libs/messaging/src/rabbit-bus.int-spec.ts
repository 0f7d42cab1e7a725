import { connect } from 'amqplib';
import type { OutgoingMessage, Topology } from '#bus';
import {
  brokerUrl,
  DeliveryRecorder,
  eventually,
  messageBusContract,
  TcpProxy,
  uniquePrefix,
} from '#testing-internal';
import { TopologyMismatchError } from './reporting/bus-errors.js';
import { RabbitBus } from './rabbit-bus.js';
import type { RabbitBusOptions } from './rabbit-bus-options.js';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const usedQueues = new Set<string>();

function createBus(options: Partial<RabbitBusOptions> = {}): RabbitBus {
  return new RabbitBus({ url: brokerUrl(), name: 'test', log: silent, ...options });
}

function messageTo(queue: string, messageId: string): OutgoingMessage {
  return { exchange: '', routingKey: queue, body: Buffer.from('{}'), properties: { messageId } };
}

function newQueue(): { readonly queue: string; readonly topology: Topology } {
  const queue = `${uniquePrefix()}.queue`;
  usedQueues.add(queue);
  return { queue, topology: { exchanges: [], queues: [{ name: queue, bindings: [] }] } };
}

/** Deletes them: each queue keeps files open on the broker. */
afterAll(async () => {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const queue of usedQueues) await channel.deleteQueue(queue);
  await connection.close();
});

messageBusContract('the bus on RabbitMQ', () =>
  Promise.resolve({
    account: new URL(brokerUrl()).username,
    createBus: () => {
      const bus = createBus();
      const { open } = bus;
      bus.open = (topology) => {
        for (const { name } of topology.queues) usedQueues.add(name);
        return open.call(bus, topology);
      };
      return bus;
    },
    dispose: () => Promise.resolve(),
  }),
);

describe('A bus whose network breaks', () => {
  let proxy: TcpProxy;

  beforeEach(async () => {
    proxy = await TcpProxy.to(brokerUrl());
  });

  it('has two connections, however many opened it', async () => {
    const bus = createBus({ url: proxy.through(brokerUrl()) });
    const { topology } = newQueue();
    await Promise.all([bus.open(topology), bus.open(topology)]);
    await bus.open(topology);
    expect(proxy.connectionCount).toBe(2);
    await bus.close();
    await eventually(
      () => proxy.connectionCount,
      (count) => count === 0,
    );
  });

  afterEach(() => proxy.close());

  it('comes back by itself, with its consumers', async () => {
    const { queue, topology } = newQueue();
    const bus = createBus({ url: proxy.through(brokerUrl()) });
    await bus.open(topology);
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);

    proxy.cut();
    await eventually(
      () => bus.publish([messageTo(queue, 'after')]),
      ([outcome]) => outcome === 'confirmed',
    );

    expect((await recorder.waitFor(1))[0]?.properties.messageId).toBe('after');
    await bus.close();
  });

  it('delivers again what was not acknowledged when it broke', async () => {
    const { queue, topology } = newQueue();
    const bus = createBus({ url: proxy.through(brokerUrl()) });
    await bus.open(topology);
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    await bus.publish([messageTo(queue, 'm')]);
    const [first] = await recorder.waitFor(1);

    proxy.cut();
    const [, second] = await recorder.waitFor(2);

    expect(second?.properties.messageId).toBe('m');
    expect(second?.deliveryCount).toBe(1);
    first?.ack(); // stale: it must not harm the new channel
    second?.ack();
    await eventually(
      () => bus.status(),
      (status) => status === 'connected',
    );
    await eventually(
      () => bus.inspect(queue),
      ({ ready }) => ready === 0,
    );
    await bus.close();
  });

  it('does not know of a message whose confirm never came', async () => {
    const { queue, topology } = newQueue();
    const bus = createBus({ url: proxy.through(brokerUrl()), confirmTimeoutMs: 200 });
    await bus.open(topology);
    proxy.swallowAnswers();
    expect(await bus.publish([messageTo(queue, 'm')])).toEqual(['unknown']);
    // yet it was not lost: unknown means that it may have arrived
    proxy.cut();
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    await recorder.waitFor(1);
    await bus.close();
  });

  it('waits for a broker that is not there at its start', async () => {
    const { queue, topology } = newQueue();
    await proxy.shut();
    const bus = createBus({ url: proxy.through(brokerUrl()) });
    const opening = bus.open(topology);
    expect(bus.status()).toBe('disconnected');
    expect(await bus.publish([messageTo(queue, 'm')])).toEqual(['unknown']);
    await proxy.open();
    await opening;
    expect(bus.status()).toBe('connected');
    await bus.close();
  });

  it('closes in bounded time while the broker is frozen', async () => {
    const { topology } = newQueue();
    const bus = createBus({ url: proxy.through(brokerUrl()), closeTimeoutMs: 200 });
    await bus.open(topology);
    proxy.pause();
    await bus.close();
    await eventually(
      () => bus.status(),
      (status) => status === 'disconnected',
    );
  });
});

describe('A broker whose queues change beneath the bus', () => {
  it('gets them back, with their consumers, when one is deleted', async () => {
    const { queue, topology } = newQueue();
    const bus = createBus();
    await bus.open(topology);
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    await channel.deleteQueue(queue);
    await connection.close();

    await eventually(
      () => bus.publish([messageTo(queue, 'after')]),
      ([outcome]) => outcome === 'confirmed',
    );
    expect((await recorder.waitFor(1))[0]?.properties.messageId).toBe('after');
    await bus.close();
  });

  it('refuses a queue that was declared otherwise, and says which', async () => {
    const { queue, topology } = newQueue();
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    await channel.assertQueue(queue, { durable: true });
    await connection.close();
    await expect(createBus().open(topology)).rejects.toThrow(TopologyMismatchError);
    await expect(createBus().open(topology)).rejects.toThrow(queue);
  });
});
