import { connect } from 'amqplib';
import { brokerUrl, uniquePrefix } from '#testing-internal';
import { RabbitBus } from '../rabbit-bus.js';
import { wireHeaders } from './wire-headers.js';

describe('A number in a header', () => {
  const queue = `${uniquePrefix()}.queue`;

  it('has one type on the wire, whatever its size', async () => {
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const bus = new RabbitBus({ url: brokerUrl(), name: 'headers', log });
    await bus.open({ exchanges: [], queues: [{ name: queue, bindings: [] }] });
    const numbers = [0, 1, 127, 128, 199, 32_768, 999_999_999];
    const outcomes = await bus.publish(
      numbers.map((iteration) => ({
        exchange: '',
        routingKey: queue,
        body: Buffer.from('{}'),
        properties: { messageId: `m-${iteration}`, headers: { iteration, step: 'one' } },
      })),
    );
    await bus.close();

    expect(new Set(outcomes)).toEqual(new Set(['confirmed']));
    expect(await tagsOnTheWire(numbers.length)).toEqual(numbers.map((number) => ['I', number]));
  });

  it('is refused when it does not fit', () => {
    for (const number of [2 ** 31, 0.5, NaN]) {
      expect(() => wireHeaders({ number })).toThrow('must be a whole number of 32 bits');
    }
  });

  /** The raw bytes: amqplib returns numbers without their type. */
  async function tagsOnTheWire(count: number): Promise<readonly (readonly [string, number])[]> {
    const connection = await connect(brokerUrl());
    const frames: Buffer[] = [];
    const internals = connection.connection as unknown as { recvFrame(): unknown; rest: Buffer };
    const receive = internals.recvFrame.bind(internals);
    internals.recvFrame = () => {
      const { rest } = internals;
      if (rest[0] === 2) frames.push(Buffer.from(rest));
      return receive();
    };
    const channel = await connection.createChannel();
    for (let index = 0; index < count; index++) await channel.get(queue, { noAck: true });
    await channel.deleteQueue(queue);
    await connection.close();
    return frames.map((frame) => {
      const at = frame.indexOf('iteration') + 'iteration'.length;
      return [String.fromCharCode(frame[at] ?? 0), frame.readInt32BE(at + 1)];
    });
  }
});
