import type { Channel, ChannelModel } from 'amqplib';
import type { QueueState } from '#bus';
import { amqpCodeOf, REPLY_CODE } from '../reporting/bus-errors.js';

/** An open channel on which nothing is asked right now, of connections that have one. */
const atRest = new WeakMap<ChannelModel, Channel>();

/**
 * Checks a queue; null: it does not exist. A missing queue closes the channel, so each question has
 * one for itself; where all is well the next question has it, which saves opening and closing one.
 */
export async function checkQueue(
  connection: ChannelModel,
  queue: string,
): Promise<QueueState | null> {
  const channel = atRest.get(connection) ?? (await openChannel(connection));
  atRest.delete(connection);
  try {
    const { messageCount, consumerCount } = await channel.checkQueue(queue);
    await giveBack(connection, channel);
    return { ready: messageCount, consumers: consumerCount };
  } catch (error) {
    if (amqpCodeOf(error) === REPLY_CODE.notFound) return null;
    throw error;
  }
}

async function openChannel(connection: ChannelModel): Promise<Channel> {
  const channel = await connection.createChannel();
  // The failed call rejects with the same error; without a listener it would end the connection.
  channel.on('error', () => {});
  channel.on('close', () => {
    if (atRest.get(connection) === channel) atRest.delete(connection);
  });
  return channel;
}

/** One is enough for questions that come one after the other. */
async function giveBack(connection: ChannelModel, channel: Channel): Promise<void> {
  if (atRest.has(connection)) await channel.close();
  else atRest.set(connection, channel);
}
