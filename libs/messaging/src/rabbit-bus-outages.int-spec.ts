import { connect } from 'amqplib';
import type { OutgoingMessage, Topology } from '#bus';
import { brokerUrl, DeliveryRecorder, eventually, TcpProxy, uniquePrefix } from '#testing-internal';
import { RabbitBus } from './rabbit-bus.js';

/** In AMQP: class 20, method 40. */
const CHANNEL_CLOSE = Buffer.from([0, 20, 0, 40]);

describe('A bus whose broker is away', () => {
  const prefix = uniquePrefix();
  const [queue, otherQueue] = [`${prefix}.queue`, `${prefix}.other`];
  const topology: Topology = {
    exchanges: [],
    queues: [queue, otherQueue].map((name) => ({ name, bindings: [] })),
  };
  const message: OutgoingMessage = {
    exchange: '',
    routingKey: queue,
    body: Buffer.from('{}'),
    properties: { messageId: 'm-1' },
  };
  const said: (readonly [facts: object, message: string])[] = [];
  const note = (facts: object, message: string) => void said.push([facts, message]);
  const log = { info: note, warn: note, error: note };
  let proxy: TcpProxy;
  let bus: RabbitBus;
  let losses: string[][];

  const statusBecomes = (wanted: string) =>
    eventually(
      () => bus.status(),
      (status) => status === wanted,
    );

  beforeEach(async () => {
    losses = [];
    said.length = 0;
    proxy = await TcpProxy.to(brokerUrl());
    bus = new RabbitBus({ url: proxy.through(brokerUrl()), name: prefix, log });
    await bus.open(topology);
    bus.onLoss((queues) => losses.push([...queues]));
  });

  afterEach(async () => {
    await bus.close();
    await proxy.close();
    await deleteQueues([queue, otherQueue]);
  });

  it('notices one that takes and does not answer, and goes on by itself when it does', async () => {
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);

    proxy.pause();
    await statusBecomes('disconnected');
    expect(await bus.publish([message])).toEqual(['unknown']);

    proxy.resume();
    await statusBecomes('connected');
    expect(await bus.publish([message])).toEqual(['confirmed']);
    await recorder.waitFor(1);
    expect(losses).toEqual([]);
  });

  it('notices that only the answers are missing', async () => {
    proxy.swallowAnswers();
    await statusBecomes('disconnected');
    await statusBecomes('connected');
  });

  it('loses nothing with its connections', async () => {
    const lost = new Promise<void>((resolve) => {
      bus.onStatus((status) => status === 'disconnected' && resolve());
    });
    proxy.cut();
    await lost;
    await statusBecomes('connected');
    expect(losses).toEqual([]);
    // and says for how long it had none
    const control = { connection: `${prefix}-control`, awayForMs: expect.any(Number) as number };
    expect(said).toContainEqual([control, 'connected to the broker']);
  });

  it('connects anew however often it is cut while it closes a channel', async () => {
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    for (let count = 0; count < 4; count++) {
      // the channel on which all is declared is closed, and the answer never comes
      const isCut = proxy.cutAt(CHANNEL_CLOSE);
      proxy.cut();
      await isCut;
    }
    await statusBecomes('connected');
    expect(await bus.publish([message])).toEqual(['confirmed']);
    await recorder.waitFor(1);
  });

  it('tells of queues that the broker does not have any more, once', async () => {
    await proxy.shut();
    const lost = new Promise<void>((resolve) => {
      bus.onStatus((status) => status === 'disconnected' && resolve());
    });
    proxy.cut();
    await lost;
    await deleteQueues([queue]);

    await proxy.open();
    await statusBecomes('connected');

    expect(losses).toEqual([[queue]]);
  });

  it('tells of a queue that was deleted while it took from it', async () => {
    const recorder = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, recorder.onDelivery);
    await deleteQueues([queue]);
    await eventually(
      () => losses.length,
      (count) => count === 1,
    );
    expect(losses).toEqual([[queue]]);
  });

  it('tells of all queues at its first start, when nothing is there', async () => {
    const names = [`${prefix}.new`];
    const fresh = new RabbitBus({ url: brokerUrl(), name: prefix, log });
    const told: (readonly string[])[] = [];
    fresh.onLoss((queues) => told.push(queues));
    await fresh.open({ exchanges: [], queues: names.map((name) => ({ name, bindings: [] })) });
    expect(told).toEqual([names]);
    await fresh.close();
    await deleteQueues(names);
  });
});

async function deleteQueues(names: readonly string[]): Promise<void> {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const name of names) await channel.deleteQueue(name);
  await connection.close();
}
