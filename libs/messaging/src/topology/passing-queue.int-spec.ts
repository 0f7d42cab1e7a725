import { connect } from 'amqplib';
import { hintsTopology } from '#bus';
import { brokerUrl, DeliveryRecorder, eventually, uniquePrefix } from '#testing-internal';
import { RabbitBus } from '../rabbit-bus.js';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

describe('Queues for hints', () => {
  const prefix = uniquePrefix();
  const buses: RabbitBus[] = [];

  afterAll(async () => {
    for (const bus of buses) await bus.close();
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    for (const id of ['a', 'b']) await channel.deleteQueue(hintsTopology(prefix, id).queue);
    await channel.deleteExchange(`${prefix}.live`);
    await connection.close();
  });

  const open = async (id: string) => {
    const bus = new RabbitBus({ url: brokerUrl(), name: id, log: silent });
    buses.push(bus);
    await bus.open({ exchanges: [], queues: [] });
    const { queue, ...topology } = hintsTopology(prefix, id);
    await bus.declare(topology);
    const heard = new DeliveryRecorder();
    await bus.consume(queue, { prefetch: 10 }, heard.onDelivery);
    return { bus, queue, heard };
  };

  it('given two replicas, when one tells something, then both hear it', async () => {
    const [one, other] = [await open('a'), await open('b')];
    const hint = { exchange: `${prefix}.live`, routingKey: 'hints', body: Buffer.from('{}') };
    const [outcome] = await one.bus.publish([{ ...hint, properties: {}, isOptional: true }]);
    expect(outcome).toBe('confirmed');
    for (const { heard } of [one, other]) {
      await eventually(
        () => heard.deliveries.length,
        (count) => count === 1,
      );
    }
  });

  it('given a queue, when nobody reads it for a minute, then it is to go', async () => {
    // a minute is the broker's to count: that it was told so is what can be seen at once
    const connection = await connect(brokerUrl());
    connection.on('error', () => undefined);
    const { queue } = hintsTopology(prefix, 'a');
    const own = { 'x-queue-type': 'classic', 'x-message-ttl': 10_000, 'x-max-length': 1_000 };
    const declare = async (expires: number): Promise<unknown> => {
      const channel = await connection.createChannel();
      channel.on('error', () => undefined);
      const args = { ...own, 'x-expires': expires };
      return channel.assertQueue(queue, { durable: true, arguments: args });
    };
    await expect(declare(60_000)).resolves.toMatchObject({ queue });
    await expect(declare(60_001)).rejects.toThrow('x-expires');
    await connection.close();
  });
});
