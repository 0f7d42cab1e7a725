import type { Channel, ChannelModel } from 'amqplib';
import { queueArguments, type Topology } from '#bus';
import { closeSurely } from '../frames/close-surely.js';
import {
  AccessRefusedError,
  amqpCodeOf,
  REPLY_CODE,
  TopologyMismatchError,
} from '../reporting/bus-errors.js';
import { refusalIn } from './refusals.js';

/**
 * Declares on a channel of its own, because an error closes the channel. Limits and dead-lettering
 * are set by the operator's policy.
 *
 * @throws TopologyMismatchError, AccessRefusedError
 */
export async function declareTopology(connection: ChannelModel, topology: Topology): Promise<void> {
  await withChannel(connection, async (channel) => {
    for (const { name, type } of topology.exchanges) {
      const declared = channel.assertExchange(name, type, { durable: true });
      await declared.catch((error: unknown) => refuse('exchange', name, error));
    }
    for (const queue of topology.queues) {
      const { name, bindings, isForeign } = queue;
      if (isForeign) continue;
      const options = { durable: true, arguments: queueArguments(queue) };
      const declared = channel.assertQueue(name, options);
      await declared.catch((error: unknown) => refuse('queue', name, error));
      for (const { exchange, routingKey } of bindings) {
        const bound = channel.bindQueue(name, exchange, routingKey);
        await bound.catch((error: unknown) => refuse('queue', name, error));
      }
    }
  });
}

/**
 * Repeats all bindings between things that exist: AMQP cannot query bindings, but repeating one
 * costs nothing where it holds. Declares nothing that is missing.
 *
 * @throws the broker's error about an exchange or a queue that is missing or refused
 */
export async function bindAgain(
  connection: ChannelModel,
  { exchanges, queues }: Topology,
): Promise<void> {
  await withChannel(connection, async (channel) => {
    for (const { name, type } of exchanges) {
      // checked first: an exchange that was deleted must not silently come back
      await channel.checkExchange(name);
      await channel.assertExchange(name, type, { durable: true });
    }
    for (const { name, bindings, isForeign } of queues) {
      if (isForeign) continue;
      for (const { exchange, routingKey } of bindings) {
        await channel.bindQueue(name, exchange, routingKey);
      }
    }
  });
}

export interface DeclarationListener {
  onDeclared(kind: 'exchange' | 'queue', name: string): void;
  /** A throw ends the remaining declarations. */
  onFault(kind: 'exchange' | 'queue', name: string, error: unknown): void;
}

/** AMQP's codes for a request that is refused and will be refused again. */
const REFUSALS = new Set<unknown>(Object.values(REPLY_CODE));

/**
 * Declares everything that can be declared. `onFault` receives the errors of the rest: others may
 * have declared something differently, or revoked a permission, and that must not stop everything
 * else.
 */
export async function declareWhatCanBe(
  connection: ChannelModel,
  { exchanges, queues }: Topology,
  { onDeclared, onFault }: DeclarationListener,
): Promise<void> {
  const parts = [
    ...exchanges.map((each) => ['exchange', each.name, { exchanges: [each], queues: [] }] as const),
    ...queues.map((each) => ['queue', each.name, { exchanges: [], queues: [each] }] as const),
  ];
  try {
    await declareTopology(connection, { exchanges, queues });
    for (const [kind, name] of parts) onDeclared(kind, name);
    return;
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  for (const [kind, name, part] of parts) {
    try {
      await declareTopology(connection, part);
      onDeclared(kind, name);
    } catch (error) {
      if (!isRefused(error)) throw error;
      onFault(kind, name, error);
    }
  }
}

export function isRefused(error: unknown): boolean {
  if (error instanceof TopologyMismatchError || error instanceof AccessRefusedError) return true;
  return REFUSALS.has(amqpCodeOf(error));
}

/** Runs `work` on a channel of its own, which is closed afterwards. */
export async function withChannel<Result>(
  connection: ChannelModel,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> {
  const channel = await connection.createChannel();
  // The failed call rejects with the same error; without a listener it would end the connection.
  channel.on('error', () => {});
  let isOpen = true;
  channel.on('close', () => {
    isOpen = false;
  });
  try {
    return await work(channel);
  } finally {
    if (isOpen) await closeSurely(channel);
  }
}

function refuse(kind: 'exchange' | 'queue', name: string, error: unknown): never {
  if (error instanceof Error && refusalIn(error) !== null) {
    throw new AccessRefusedError(kind, name, { cause: error });
  }
  if (amqpCodeOf(error) !== REPLY_CODE.preconditionFailed) throw error;
  throw new TopologyMismatchError(kind, name, { cause: error });
}
