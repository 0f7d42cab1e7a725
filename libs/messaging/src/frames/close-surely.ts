import type { Channel, ChannelModel } from 'amqplib';

/**
 * Closes a channel or a connection. Resolves when it is closed: by the broker's answer, or because
 * its connection was lost first. Never rejects: what cannot be closed is closed already.
 *
 * amqplib's own promise settles by the broker's answer alone. Who awaited it when the connection
 * was lost waited for ever, and so did everyone who waited in turn behind.
 */
export function closeSurely(open: Channel | ChannelModel): Promise<void> {
  return new Promise((resolve) => {
    open.once('close', () => resolve());
    open.close().catch(() => resolve());
  });
}
