import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { checkQueue } from './check-queue.js';
import { withChannel } from './declare-topology.js';

/** Asks the broker a question that exercises what we need but changes nothing. */
export type Question = () => Promise<unknown>;

/** Nothing is bound to it: the broker accepts and confirms the message, and drops it. */
const NOWHERE = 'conductor.probe';

/** A request that no account can be refused. */
export function askForChannel(connection: ChannelModel): Question {
  return () => withChannel(connection, async () => null);
}

/** The queue's leader has to answer too. */
export function askForQueue(connection: ChannelModel, queue: string): Question {
  return () => checkQueue(connection, queue);
}

/**
 * Publishes an unroutable message and waits for the confirm. That shows alarms too, which the
 * broker reports only to connections that publish. If the account may not write to the default
 * exchange, opens a channel instead.
 */
export function askByPublishing(connection: ChannelModel): Question {
  let channel: ConfirmChannel | null = null;
  let isRefused = false;
  const open = async (): Promise<ConfirmChannel> => {
    const opened = await connection.createConfirmChannel();
    opened.on('error', () => {
      isRefused = true;
    });
    opened.on('close', () => {
      channel = null;
    });
    return opened;
  };
  return async () => {
    if (isRefused) return askForChannel(connection)();
    channel ??= await open();
    return publishNowhere(channel);
  };
}

function publishNowhere(channel: ConfirmChannel): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.publish('', NOWHERE, Buffer.alloc(0), {}, (error: unknown) => {
      if (error) reject(error as Error);
      else resolve();
    });
  });
}
