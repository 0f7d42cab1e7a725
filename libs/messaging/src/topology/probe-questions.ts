import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { checkQueue } from './check-queue.js';
import { withChannel } from './declare-topology.js';

/** Asks the broker something that its work needs, and nothing depends on. */
export type Question = () => Promise<unknown>;

/** Nothing is bound to it: the message is dropped, after the broker has taken and confirmed it. */
const NOWHERE = 'conductor.probe';

/** No account may be refused it. */
export function askForChannel(connection: ChannelModel): Question {
  return () => withChannel(connection, async () => null);
}

/** Also whoever leads the queue has to answer. */
export function askForQueue(connection: ChannelModel, queue: string): Question {
  return () => checkQueue(connection, queue);
}

/**
 * Publishes to nobody, and waits for the confirm: also an alarm of the broker shows that way, which
 * it tells only those who publish. With an account that may not write to the default exchange it
 * asks for a channel.
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
