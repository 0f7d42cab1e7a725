import { connect, type ChannelModel, type ConfirmChannel } from 'amqplib';
import { brokerUrl, Firehose, uniquePrefix } from '#testing-internal';

let connection: ChannelModel;
let channel: ConfirmChannel;
let tap: Firehose;
const prefix = uniquePrefix();
const queue = `${prefix}.replies`;

beforeAll(async () => {
  tap = await Firehose.open(prefix);
  connection = await connect(brokerUrl());
  channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { arguments: { 'x-queue-type': 'quorum' } });
});

afterAll(async () => {
  await channel.deleteQueue(queue);
  await connection.close();
  await tap.close();
});

async function reply(text: string): Promise<void> {
  const properties = { correlationId: 'c', contentType: 'application/json', timestamp: 7 };
  channel.publish('', queue, Buffer.from(text), { ...properties, headers: { traceparent: 'x' } });
  await channel.waitForConfirms();
  await tap.settle();
}

describe('A message that any client publishes on a real broker', () => {
  it('given it fits its schema, then it is seen, with its properties and headers', async () => {
    await reply('{"outcome":"succeeded","output":{}}');
    expect(Firehose.live.seen.get('reply')).toBe(1);
  });

  it('given it fits none, then it is told', async () => {
    await reply('{"outcome":"later"}');
    const [told, ...others] = Firehose.live.faults.splice(0);
    expect(told).toContain('{"outcome":"later"}');
    expect(told).toContain('"correlationId":"c"');
    expect(told).toContain('{"traceparent":"x"}');
    expect(others).toEqual([]);
  });
});
