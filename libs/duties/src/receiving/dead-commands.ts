import {
  conductorNames,
  keptBody,
  type Delivery,
  type MessageBus,
  type OutgoingMessage,
} from '#bus';
import { sendUntilConfirmed } from './message-sender.js';
import type { ParticipantLogger } from '../settings/participant-logger.js';

export interface DeadCommandsOptions {
  readonly bus: MessageBus;
  readonly queue: string;
  readonly prefix: string;
  readonly signal: AbortSignal;
  readonly logger: ParticipantLogger;
}

/** `MALFORMED_COMMAND`: nobody can use it. `REPLY_UNROUTABLE`: its reply has no queue. */
export type DeadCommandReason = 'MALFORMED_COMMAND' | 'REPLY_UNROUTABLE';

/** Sends what a participant cannot finish to the dead letters, for people to see. */
export class DeadCommands {
  constructor(private readonly options: DeadCommandsOptions) {}

  /**
   * If even that is impossible, it is logged and dropped, so that it does not come again and again.
   *
   * @throws the signal's reason once it is aborted
   */
  async setAside(delivery: Delivery, reason: DeadCommandReason, detail: string): Promise<void> {
    const { bus, signal, logger } = this.options;
    const message = this.messageOf(delivery, reason, detail);
    const sent = await sendUntilConfirmed(bus, [message], { signal, isRefusalFinal: true });
    if (sent === 'confirmed') return;
    const why =
      sent === 'refused' ? 'the account may not set it aside' : 'there is no dead-letter queue';
    const { bytes, sha256 } = keptBody(delivery);
    const { messageId } = delivery.properties;
    logger.error({ messageId, reason, detail, bytes, sha256 }, `a command is lost: ${why}`);
  }

  private messageOf(
    delivery: Delivery,
    reason: DeadCommandReason,
    detail: string,
  ): OutgoingMessage {
    const { prefix, queue } = this.options;
    const { messageId, correlationId, replyTo, type, timestamp } = delivery.properties;
    const { body, bytes, sha256 } = keptBody(delivery);
    return {
      exchange: conductorNames(prefix).deadExchange,
      routingKey: queue,
      // a usable command stays whole: a person may return it to the queue
      body: reason === 'MALFORMED_COMMAND' ? body : delivery.body,
      properties: {
        headers: {
          'dead-reason': reason,
          'dead-detail': detail.slice(0, 500),
          'dead-bytes': bytes,
          'dead-sha256': sha256,
        },
        ...(messageId === undefined ? {} : { messageId }),
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(type === undefined ? {} : { type }),
        ...(timestamp === undefined ? {} : { timestamp }),
      },
    };
  }
}
