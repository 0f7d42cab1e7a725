import { connect, type ChannelModel } from 'amqplib';
import { brokerUrl, uniquePrefix } from '#testing-internal';
import { checkQueue } from './check-queue.js';

const QUEUE = uniquePrefix();
const MISSING = `${QUEUE}.missing`;

describe('Questions for queues on one connection', () => {
  let connection: ChannelModel;
  /** Channels that the questions opened. */
  let opened: number;

  beforeEach(async () => {
    connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    await channel.assertQueue(QUEUE, { exclusive: true });
    await channel.close();
    opened = 0;
    const createChannel = connection.createChannel.bind(connection);
    connection.createChannel = () => {
      opened++;
      return createChannel();
    };
  });
  afterEach(() => connection.close());

  const ask = (queue: string) => checkQueue(connection, queue);
  const FOUND = { ready: 0, consumers: 0 };

  it('share a channel when they come one after the other', async () => {
    for (let turn = 0; turn < 5; turn++) expect(await ask(QUEUE)).toEqual(FOUND);
    expect(opened).toBe(1);
  });

  it('do not share it when they come at once: a missing queue spoils no other', async () => {
    const answers = await Promise.all([ask(QUEUE), ask(MISSING), ask(QUEUE), ask(MISSING)]);
    expect(answers).toEqual([FOUND, null, FOUND, null]);
    expect(opened).toBe(4);
    expect(await ask(QUEUE)).toEqual(FOUND);
    expect(opened).toBe(4);
  });

  it('have as many as come at once, which are kept: two questions each time open two', async () => {
    for (let turn = 0; turn < 5; turn++) {
      expect(await Promise.all([ask(QUEUE), ask(QUEUE)])).toEqual([FOUND, FOUND]);
    }
    expect(opened).toBe(2);
  });

  it('have another one after a missing queue', async () => {
    expect([await ask(QUEUE), await ask(MISSING), await ask(QUEUE)]).toEqual([FOUND, null, FOUND]);
    expect(opened).toBe(2);
  });
});
