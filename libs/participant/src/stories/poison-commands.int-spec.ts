import { newStep } from '#testing-duties';
import {
  RawPublisher,
  brokerUrl,
  eventually,
  nestedHeaders,
  rawProperties,
} from '#testing-internal';
import { connect, type GetMessage } from 'amqplib';
import { conductorNames, participantQueue } from '#bus';
import { Bench } from './participant.fixture.js';
import { PaymentModule } from './payment.fixture.js';

let bench: Bench;
let publisher: RawPublisher;
let queue: string;

beforeEach(async () => {
  bench = await Bench.open();
  await bench.start(PaymentModule);
  publisher = await RawPublisher.at(brokerUrl());
  queue = participantQueue(bench.prefix, 'payment');
});

afterEach(async () => {
  await publisher.close();
  await bench.close();
});

/** The next of the broker's dead letters. */
async function nextDeadLetter(): Promise<GetMessage> {
  const { deadQueue } = conductorNames(bench.prefix);
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  const found = await eventually(
    () => channel.get(deadQueue, { noAck: true }),
    (message) => message !== false,
  );
  await connection.close();
  if (found === false) throw new Error('there is none');
  return found;
}

const NOT_UTF8 = Buffer.concat([
  // flags of correlationId and replyTo, each 255 bytes of nothing that is UTF-8
  Buffer.from([0x06, 0x00]),
  ...[0, 1].flatMap(() => [Buffer.from([255]), Buffer.alloc(255, 0xff)]),
]);

describe('A command that nobody can read', () => {
  it.each([
    ['for its headers', rawProperties({ headers: nestedHeaders('F', 4_000) }), '{}', 'UNDECODABLE'],
    ['for properties that are no UTF-8', NOT_UTF8, '{}', 'NOT_A_COMMAND'],
    [
      'for a timestamp of 2^64',
      rawProperties({ timestamp: 2n ** 64n - 1n }),
      '{}',
      'NOT_A_COMMAND',
    ],
    ['for its size', rawProperties({}), 'x'.repeat(2_000_000), 'TOO_LARGE'],
  ])('%s, is set aside, and the next one is done', async (_, properties, body, reason) => {
    publisher.send(queue, properties, Buffer.from(body));
    await publisher.flush();
    const { action, key } = newStep();

    expect(await bench.conductor.send(action)).toMatchObject({ type: 'succeeded' });

    expect(await bench.effectsOf(key)).toEqual(['authorized']);
    const letter = await nextDeadLetter();
    expect(letter.properties.headers).toMatchObject({
      'dead-reason': 'MALFORMED_COMMAND',
      'dead-detail': expect.stringMatching(new RegExp(`^${reason}: `)),
      'dead-bytes': body.length,
      'dead-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(letter.content.length).toBeLessThanOrEqual(4_096);
    expect(await bench.commandsLeft()).toBe(0);
    expect(bench.log.said('malformed command')).toBe(true);
  });
});
