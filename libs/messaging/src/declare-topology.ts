import type { Channel, ChannelModel } from 'amqplib';
import type { Topology } from '#contracts';
import { TopologyMismatchError } from './bus-errors.js';

/** AMQP's PRECONDITION_FAILED. */
const PRECONDITION_FAILED = 406;

/**
 * Declares on a channel of its own, for a fault closes the channel. The queues' only argument is
 * their type: services in other languages declare them too, and any further argument would have to
 * be the same everywhere. Limits and dead-lettering are the operator's policy.
 *
 * @throws TopologyMismatchError
 */
export async function declareTopology(connection: ChannelModel, topology: Topology): Promise<void> {
  await withChannel(connection, async (channel) => {
    for (const { name, type } of topology.exchanges) {
      const declared = channel.assertExchange(name, type, { durable: true });
      await declared.catch((error: unknown) => mismatch('exchange', name, error));
    }
    for (const { name, bindings } of topology.queues) {
      const options = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
      const declared = channel.assertQueue(name, options);
      await declared.catch((error: unknown) => mismatch('queue', name, error));
      for (const { exchange, routingKey } of bindings) {
        await channel.bindQueue(name, exchange, routingKey);
      }
    }
  });
}

/** AMQP's codes for a wish that is refused, and will be refused again. */
const REFUSALS = new Set<unknown>([403, 404, 405, PRECONDITION_FAILED]);

/**
 * Declares all that can be declared. `onFault` hears of the rest: somebody declared it in another
 * way meanwhile, or took a permission away, and that must not end all else.
 */
export async function declareWhatCanBe(
  connection: ChannelModel,
  { exchanges, queues }: Topology,
  onFault: (kind: 'exchange' | 'queue', name: string, error: unknown) => void,
): Promise<void> {
  try {
    return await declareTopology(connection, { exchanges, queues });
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  const parts = [
    ...exchanges.map((each) => ['exchange', each.name, { exchanges: [each], queues: [] }] as const),
    ...queues.map((each) => ['queue', each.name, { exchanges: [], queues: [each] }] as const),
  ];
  for (const [kind, name, part] of parts) {
    try {
      await declareTopology(connection, part);
    } catch (error) {
      if (!isRefused(error)) throw error;
      onFault(kind, name, error);
    }
  }
}

function isRefused(error: unknown): boolean {
  if (error instanceof TopologyMismatchError) return true;
  return REFUSALS.has(error instanceof Error ? Reflect.get(error, 'code') : undefined);
}

/** Runs `work` on a channel that ends with it. */
export async function withChannel<Result>(
  connection: ChannelModel,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> {
  const channel = await connection.createChannel();
  // The call that failed rejects with the same error; without a listener the connection would end.
  channel.on('error', () => {});
  let isOpen = true;
  channel.on('close', () => {
    isOpen = false;
  });
  try {
    return await work(channel);
  } finally {
    if (isOpen) await channel.close();
  }
}

function mismatch(kind: 'exchange' | 'queue', name: string, error: unknown): never {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code !== PRECONDITION_FAILED) throw error;
  throw new TopologyMismatchError(kind, name, { cause: error });
}
