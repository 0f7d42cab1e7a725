import type { BusConsumer, Delivery, MessageBus, OutgoingMessage } from '#bus';
import {
  openCommands,
  replyMessage,
  type ParsedCommand,
  type ReplyMessageOptions,
  type ReplyOutcome,
} from '#contracts';
import { DeadCommands } from './dead-commands.js';
import { ReplySender } from './reply-sender.js';
import type { ParticipantLogger } from '../settings/participant-logger.js';
import { SlipForwarder } from './slip-forwarder.js';
import { WaitingCommands, type Taken } from './waiting-commands.js';

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
  /** How commands that wait together share a transaction; undefined: none do. */
  readonly batches?: Batches;
  readonly signal: AbortSignal;
}

export interface Batches {
  mayShare(command: ParsedCommand): boolean;
  /** The ends have the order of the commands. */
  answer(commands: readonly ParsedCommand[]): Promise<readonly BatchEnd[]>;
}

/** What became of one command of a batch. */
export type BatchEnd =
  /** It is committed. Null: do not answer, and forget the command. */
  | { readonly type: 'answered'; readonly outcome: ReplyOutcome | null }
  /** The batch had no time left for it. */
  | { readonly type: 'not-begun' }
  /** Nothing of the batch is kept: it has to be done alone. */
  | { readonly type: 'undone' };

/**
 * Beside so many batches another one begins only when it is full: several small ones at a time are
 * more work for both processes, and each is slower. One may wait for its commit beside another.
 */
const BATCHES_BESIDE = 2;

/** Creates the reply, once what precedes it is with the broker. null: there is none. */
type Reply = () => Promise<OutgoingMessage | null>;

/** A command that was answered. A null reply: there is none. */
interface Answered {
  readonly taken: Taken;
  readonly reply: Reply | null;
}

/**
 * Takes deliveries, has their commands handled `concurrency` at a time, sends the replies and the
 * next commands of a routing slip, and acknowledges a command only when those are confirmed; an
 * envelope, when those of all its commands are. What it does not finish stays unacknowledged: the
 * broker redelivers it, and the inbox knows what was done.
 */
export class CommandConsumer {
  private readonly waiting: WaitingCommands;
  private isAboutToTake = false;
  private readonly inFlight = new Set<Promise<void>>();
  private answering = 0;
  private batchesAtWork = 0;

  private readonly slips: SlipForwarder;
  private readonly replies: ReplySender;
  private readonly dead: DeadCommands;

  constructor(private readonly options: CommandConsumerOptions) {
    const { batches } = options;
    this.waiting = new WaitingCommands((command) => batches?.mayShare(command) ?? false);
    this.slips = new SlipForwarder(options);
    this.replies = new ReplySender(options);
    this.dead = new DeadCommands(options);
  }

  async start(): Promise<BusConsumer> {
    const { bus, queue, prefetch } = this.options;
    return bus.consume(queue, { prefetch }, (message) => {
      for (const delivery of openCommands(message)) {
        this.waiting.add(delivery, { isCarried: delivery !== message });
      }
      this.takeSoon();
    });
  }

  /** Resolves when everything that was delivered is done. */
  async whenIdle(): Promise<void> {
    while (this.inFlight.size > 0) await Promise.all(this.inFlight);
  }

  /** With batches, once all messages of this turn of the event loop are there. */
  private takeSoon(): void {
    if (!this.options.batches) return this.takeNext();
    if (this.isAboutToTake) return;
    this.isAboutToTake = true;
    setImmediate(() => {
      this.isAboutToTake = false;
      this.takeNext();
    });
  }

  private takeNext(): void {
    while (this.answering < this.options.concurrency) {
      const group = this.waiting.next({ fullOnly: this.batchesAtWork >= BATCHES_BESIDE });
      if (group.length === 0) return;
      this.answering++;
      if (group.length > 1) this.batchesAtWork++;
      const work = this.handle(group)
        .catch((error: unknown) => group.forEach((taken) => this.reportUnended(taken, error)))
        .finally(() => this.inFlight.delete(work));
      this.inFlight.add(work);
    }
  }

  private async handle(group: readonly Taken[]): Promise<void> {
    let replies: readonly Answered[];
    try {
      replies = group.length > 1 ? await this.answerTogether(group) : await this.answerEach(group);
    } finally {
      this.waiting.release(group);
      // No slot is used while the reply, or a dead message, waits for the broker.
      this.answering--;
      if (group.length > 1) this.batchesAtWork--;
      this.takeNext();
    }
    const ends = replies.map(async ({ taken, reply }) => {
      const message = await reply?.();
      if (message) await this.send(message, taken);
      taken.delivery.ack();
    });
    const results = await Promise.allSettled(ends);
    for (const [index, result] of results.entries()) {
      const taken = replies[index]?.taken;
      if (taken && result.status === 'rejected') this.reportUnended(taken, result.reason);
    }
  }

  private answerEach(group: readonly Taken[]): Promise<readonly Answered[]> {
    return Promise.all(group.map(async (taken) => ({ taken, reply: await this.replyTo(taken) })));
  }

  /** Those that are not answered wait again. */
  private async answerTogether(group: readonly Taken[]): Promise<readonly Answered[]> {
    const commands = group.flatMap(({ check }) => (check.ok ? [check.command] : []));
    const begunAt = performance.now();
    const ends = (await this.options.batches?.answer(commands)) ?? [];
    const tookMs = performance.now() - begunAt;
    const answered: Answered[] = [];
    const rest: Taken[] = [];
    for (const [index, taken] of group.entries()) {
      const [end, command] = [ends[index], commands[index]];
      if (end?.type === 'answered' && command) {
        const { outcome } = end;
        const reply = outcome && (() => this.replyOnSlip(command, outcome, tookMs));
        answered.push({ taken, reply });
      } else rest.push({ ...taken, goesAlone: end?.type !== 'not-begun' });
    }
    this.waiting.putBack(rest);
    return answered;
  }

  private async replyTo({ delivery, check }: Taken): Promise<Reply | null> {
    if (!check.ok) return this.replyToMalformed(delivery, `${check.reason}: ${check.detail}`);
    const { command } = check;
    const begunAt = performance.now();
    const outcome = await this.options.answer(command);
    const tookMs = performance.now() - begunAt;
    return outcome && (() => this.replyOnSlip(command, outcome, tookMs));
  }

  /** The next command goes first: the reply says whether the conductor has to send it. */
  private async replyOnSlip(command: ParsedCommand, outcome: ReplyOutcome, tookMs: number) {
    const forwarded = await this.slips.forward(command, outcome);
    return this.reply(command, outcome, command.traceparent, {
      tookMs,
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
    more: Pick<ReplyMessageOptions, 'tookMs' | 'forwarded' | 'trail'> = {},
  ): OutgoingMessage {
    return replyMessage(command, outcome, {
      ...more,
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
  private reportUnended({ delivery }: Taken, error: unknown): void {
    const { messageId, correlationId } = delivery.properties;
    const { signal, logger } = this.options;
    if (signal.aborted) {
      logger.warn({ messageId, correlationId }, 'closed before the command had ended');
    } else {
      logger.error({ err: error, messageId, correlationId }, 'a command was not ended');
    }
  }
}
