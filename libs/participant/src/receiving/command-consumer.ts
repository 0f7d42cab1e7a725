import {
  conductorNames,
  keptBody,
  type BusConsumer,
  type Delivery,
  type MessageBus,
  type OutgoingMessage,
} from '#bus';
import {
  parseCommand,
  replyMessage,
  replyWays,
  type ParsedCommand,
  type ReplyMessageOptions,
  type ReplyOutcome,
} from '#contracts';
import { sendUntilConfirmed } from './message-sender.js';
import type { ParticipantLogger } from '../settings/participant-options.js';
import { SlipForwarder } from './slip-forwarder.js';

export interface CommandConsumerOptions {
  readonly participant: string;
  readonly bus: MessageBus;
  readonly queue: string;
  readonly prefix: string;
  readonly prefetch: number;
  readonly concurrency: number;
  readonly logger: ParticipantLogger;
  /** Null: do not answer, and forget the command. */
  readonly answer: (command: ParsedCommand) => Promise<ReplyOutcome | null>;
  readonly signal: AbortSignal;
}

/** Creates the reply, once what precedes it is with the broker. null: there is none. */
type Reply = () => Promise<OutgoingMessage | null>;

/**
 * Takes deliveries, has them handled `concurrency` at a time, sends the replies and the next
 * commands of a routing slip, and acknowledges a command only when those are confirmed. A command
 * that it does not finish stays unacknowledged: the broker redelivers it, and the inbox knows it.
 */
export class CommandConsumer {
  private readonly waiting: Delivery[] = [];
  private readonly inFlight = new Set<Promise<void>>();
  private answering = 0;

  private readonly slips: SlipForwarder;

  constructor(private readonly options: CommandConsumerOptions) {
    this.slips = new SlipForwarder(options);
  }

  async start(): Promise<BusConsumer> {
    const { bus, queue, prefetch } = this.options;
    return bus.consume(queue, { prefetch }, (delivery) => {
      this.waiting.push(delivery);
      this.takeNext();
    });
  }

  /** Resolves when everything that was delivered is done. */
  async whenIdle(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight);
  }

  private takeNext(): void {
    while (this.answering < this.options.concurrency) {
      const delivery = this.waiting.shift();
      if (!delivery) return;
      this.answering++;
      const work = this.handle(delivery)
        .catch((error: unknown) => this.reportUnended(delivery, error))
        .finally(() => this.inFlight.delete(work));
      this.inFlight.add(work);
    }
  }

  private async handle(delivery: Delivery): Promise<void> {
    let reply: Reply | null;
    try {
      reply = await this.replyTo(delivery);
    } finally {
      // No slot is used while the reply, or a dead message, waits for the broker.
      this.answering--;
      this.takeNext();
    }
    const message = await reply?.();
    if (message) await this.send(message, delivery);
    delivery.ack();
  }

  private async replyTo(delivery: Delivery): Promise<Reply | null> {
    const check = parseCommand(delivery);
    if (!check.ok) return this.replyToMalformed(delivery, `${check.reason}: ${check.detail}`);
    const { command } = check;
    const outcome = await this.options.answer(command);
    return outcome && (() => this.replyOnSlip(command, outcome));
  }

  /** The next command goes first: the reply says whether the conductor has to send it. */
  private async replyOnSlip(command: ParsedCommand, outcome: ReplyOutcome) {
    const forwarded = await this.slips.forward(command, outcome);
    return this.reply(command, outcome, command.traceparent, {
      forwarded,
      trail: command.slip?.trail ?? [],
    });
  }

  /**
   * Replies if the message says where to; otherwise it is only set aside for people. So is a
   * message with unreadable headers, which no conductor sends.
   */
  private replyToMalformed(delivery: Delivery, detail: string): Reply {
    const { messageId = '', correlationId, replyTo } = delivery.properties;
    this.options.logger.warn({ messageId, correlationId, detail }, 'malformed command');
    const isAnswerable = Boolean(replyTo && correlationId);
    return async () => {
      if (!isAnswerable || delivery.undecodable !== undefined) {
        await this.setAside(delivery, 'MALFORMED_COMMAND', detail);
      }
      if (!replyTo || !correlationId) return null;
      const error = { code: 'MALFORMED_COMMAND', message: detail };
      return this.reply({ messageId, correlationId, replyTo }, { type: 'errored', error }, null);
    };
  }

  private reply(
    command: Parameters<typeof replyMessage>[0],
    outcome: ReplyOutcome,
    traceparent: string | null,
    slip: Pick<ReplyMessageOptions, 'forwarded' | 'trail'> = {},
  ): OutgoingMessage {
    return replyMessage(command, outcome, {
      ...slip,
      appId: this.options.participant,
      at: Date.now(),
      ...(traceparent === null ? {} : { traceparent }),
    });
  }

  private async send(reply: OutgoingMessage, delivery: Delivery): Promise<void> {
    const { bus, prefix, signal, logger } = this.options;
    const sent = await sendUntilConfirmed(bus, replyWays(reply, prefix), { signal });
    if (sent === 'confirmed') return;
    const { messageId, correlationId, replyTo } = delivery.properties;
    logger.error({ messageId, correlationId, replyTo }, 'the reply queue does not exist');
    await this.setAside(delivery, 'REPLY_UNROUTABLE', `no queue ${replyTo}`);
  }

  /**
   * If even that is impossible, it is logged and dropped, so that it does not come again and again.
   */
  private async setAside(delivery: Delivery, reason: string, detail: string): Promise<void> {
    const { bus, queue, prefix, signal, logger } = this.options;
    const { messageId, correlationId, replyTo, type, timestamp } = delivery.properties;
    const { body, bytes, sha256 } = keptBody(delivery);
    const message: OutgoingMessage = {
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
    const sent = await sendUntilConfirmed(bus, [message], { signal, isRefusalFinal: true });
    if (sent === 'confirmed') return;
    const why =
      sent === 'refused' ? 'the account may not set it aside' : 'there is no dead-letter queue';
    logger.error({ messageId, reason, detail, bytes, sha256 }, `a command is lost: ${why}`);
  }

  /** Without an acknowledgement it is delivered again when this connection ends. */
  private reportUnended(delivery: Delivery, error: unknown): void {
    const { messageId, correlationId } = delivery.properties;
    const { signal, logger } = this.options;
    if (signal.aborted) {
      logger.warn({ messageId, correlationId }, 'closed before the command had ended');
    } else {
      logger.error({ err: error, messageId, correlationId }, 'a command was not ended');
    }
  }
}
