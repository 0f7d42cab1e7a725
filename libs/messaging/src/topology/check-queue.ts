import type { ChannelModel } from 'amqplib';
import type { QueueState } from '#bus';
import { amqpCodeOf, REPLY_CODE } from '../reporting/bus-errors.js';
import { withChannel } from './declare-topology.js';

/**
 * Checks a queue on a channel of its own, which a missing queue closes. null: it does not exist.
 */
export async function checkQueue(
  connection: ChannelModel,
  queue: string,
): Promise<QueueState | null> {
  try {
    return await withChannel(connection, async (channel) => {
      const { messageCount, consumerCount } = await channel.checkQueue(queue);
      return { ready: messageCount, consumers: consumerCount };
    });
  } catch (error) {
    if (amqpCodeOf(error) === REPLY_CODE.notFound) return null;
    throw error;
  }
}
