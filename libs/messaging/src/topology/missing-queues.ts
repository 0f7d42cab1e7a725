import type { ChannelModel } from 'amqplib';
import type { Topology } from '#bus';
import { checkQueue } from './check-queue.js';
import { withChannel } from './declare-topology.js';

/** Names of those that the broker does not have. Nearly always none, which takes one channel. */
export async function missingQueues(
  connection: ChannelModel,
  queues: Topology['queues'],
): Promise<readonly string[]> {
  try {
    await withChannel(connection, async (channel) => {
      for (const { name } of queues) await channel.checkQueue(name);
    });
    return [];
  } catch {
    // one of them closed the channel: which of them are missing is asked one by one
    return findMissing(connection, queues);
  }
}

async function findMissing(
  connection: ChannelModel,
  queues: Topology['queues'],
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const { name } of queues) {
    if ((await isThere(connection, name)) === false) missing.push(name);
  }
  return missing;
}

/** null: it cannot be said. */
async function isThere(connection: ChannelModel, queue: string): Promise<boolean | null> {
  try {
    return (await checkQueue(connection, queue)) !== null;
  } catch {
    // refused, or the connection is gone: what is declared next says which
    return null;
  }
}
