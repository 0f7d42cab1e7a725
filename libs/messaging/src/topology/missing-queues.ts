import type { ChannelModel } from 'amqplib';
import type { Topology } from '#bus';
import { checkQueue } from './check-queue.js';
import { withChannel } from './declare-topology.js';

/** The names of queues that the broker does not have. Usually none, which costs one channel. */
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
    // one of them closed the channel: they are checked one by one to find which are missing
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

/** null: it is not known. */
async function isThere(connection: ChannelModel, queue: string): Promise<boolean | null> {
  try {
    return (await checkQueue(connection, queue)) !== null;
  } catch {
    // refused, or the connection is gone: the next declaration shows which
    return null;
  }
}
