import type { BusConsumer, Delivery, MessageBus, OutgoingMessage } from '#bus';
import {
  openCommands,
  parseCommand,
  replyMessage,
  type ParsedCommand,
  type ReplyMessageOptions,
  type ReplyOutcome,
} from '#contracts';
import { DeadCommands } from './dead-commands.js';
import { ReplySender } from './reply-sender.js';
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

/** A command in hand. */
interface Taken {
  readonly delivery: Delivery;
  /** It came in an envelope. */
  readonly isCarried: boolean;
}

/** Creates the reply, once what precedes it is with the broker. null: there is none. */
type Reply = () => Promise<OutgoingMessage | null>;

/**
 * Takes deliveries, has their commands handled `concurrency` at a time, sends the replies and the
 * next commands of a routing slip, and acknowledges a command only when those are confirmed; an
 * envelope, when those of all its commands are. What it does not finish stays unacknowledged: the
 * broker redelivers it, and the inbox knows what was done.
 */
export class CommandConsumer {
  private waiting: Taken[] = [];
  private readonly inFlight = new Set<Promise<void>>();
  private answering = 0;

  private readonly slips: SlipForwarder;
  private readonly replies: ReplySender;
  private readonly dead: DeadCommands;

  constructor(private readonly options: CommandConsumerOptions) {
    this.slips = new SlipForwarder(options);
    this.replies = new ReplySender(options);
    this.dead = new DeadCommands(options);
  }

  async start(): Promise<BusConsumer> {
    const { bus, queue, prefetch } = this.options;
    return bus.consume(queue, { prefetch }, (message) => {
      for (const delivery of openCommands(message)) {
        this.waiting.push({ delivery, isCarried: delivery !== message });
      }
      this.takeNext();
    });
  }

  /** Resolves when everything that was delivered is done. */
  async whenIdle(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight);
  }

  private takeNext(): void {
    while (this.answering < this.options.concurrency) {
      const taken = this.waiting.shift();
      if (!taken) return;
      this.answering++;
      const work = this.handle(taken)
        .catch((error: unknown) => this.reportUnended(taken.delivery, error))
        .finally(() => this.inFlight.delete(work));
      this.inFlight.add(work);
    }
  }

  private async handle(taken: Taken): Promise<void> {
    const { delivery } = taken;
    let reply: Reply | null;
    try {
      reply = await this.replyTo(delivery);
    } finally {
      // No slot is used while the reply, or a dead message, waits for the broker.
      this.answering--;
      this.takeNext();
    }
    const message = await reply?.();
    if (message) await this.send(message, taken);
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
        await this.dead.setAside(delivery, 'MALFORMED_COMMAND', detail);
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

  private async send(reply: OutgoingMessage, { delivery, isCarried }: Taken): Promise<void> {
    const sent = await (isCarried ? this.replies.sendWithOthers(reply) : this.replies.send(reply));
    if (sent === 'confirmed') return;
    const { messageId, correlationId, replyTo } = delivery.properties;
    const { logger } = this.options;
    logger.error({ messageId, correlationId, replyTo }, 'the reply queue does not exist');
    await this.dead.setAside(delivery, 'REPLY_UNROUTABLE', `no queue ${replyTo}`);
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
