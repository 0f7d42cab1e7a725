import type { Channel, ChannelModel } from 'amqplib';
import type { QueueState } from '#bus';
import { closeSurely } from '../frames/close-surely.js';
import { amqpCodeOf, REPLY_CODE } from '../reporting/bus-errors.js';

/** Open channels on which nothing is asked right now, of connections that have some. */
const atRest = new WeakMap<ChannelModel, Channel[]>();

/** A conductor asks for its two reply queues at once, and others ask now and then. */
const KEPT_MAX = 4;

/**
 * Checks a queue; null: it does not exist. A missing queue closes the channel, so each question has
 * one for itself; where all is well a later question has it, which saves opening and closing one.
 */
export async function checkQueue(
  connection: ChannelModel,
  queue: string,
): Promise<QueueState | null> {
  const channel = restingOf(connection).pop() ?? (await openChannel(connection));
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
    const others = restingOf(connection).filter((each) => each !== channel);
    atRest.set(connection, others);
  });
  return channel;
}

async function giveBack(connection: ChannelModel, channel: Channel): Promise<void> {
  const resting = restingOf(connection);
  if (resting.length < KEPT_MAX) resting.push(channel);
  else await closeSurely(channel);
}

function restingOf(connection: ChannelModel): Channel[] {
  const resting = atRest.get(connection) ?? [];
  atRest.set(connection, resting);
  return resting;
}
