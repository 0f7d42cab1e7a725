import {
  WIRE_FORM,
  descriptionMessage,
  descriptionWays,
  type ParticipantDescription,
} from '#contracts';
import { MESSAGE_BYTES_MAX } from '#protocol';
import { type MessageBus, type OutgoingMessage, type PublishOutcome } from '#bus';
import { waitBeforeRetry } from '#resilience';
import { sendOnce } from '../receiving/message-sender.js';
import type { ParticipantLogger } from '../settings/participant-logger.js';

export interface DescriptionPublisherOptions {
  readonly bus: MessageBus;
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** In ms, from any instant. Default `performance.now`. */
  readonly now?: () => number;
}

/** A conductor takes a process for live that described itself within two and a half of these. */
const REPEAT_MS = 60_000;

const WHY_LATER = {
  unroutable: 'no conductor was there yet',
  refused: 'the account may not describe it',
  unknown: 'the broker takes no messages',
} as const;

/** A conductor that starts after the service gets the description within half a minute. */
const BACK_OFF = { initialMs: 500, maxMs: 30_000 };

/**
 * Describes the participant to the conductor: at the start, whenever the bus reconnects, and, while
 * it gets commands, once a minute, so that the conductor knows who is there. It retries until the
 * broker has the description on the conductor's queue, which does not exist before the first
 * conductor has run. Nobody waits for it, and nothing fails with it.
 */
export class DescriptionPublisher {
  private isDue = true;
  private isBusy = false;
  private describedAt = -Infinity;

  constructor(
    private readonly description: ParticipantDescription,
    private readonly options: DescriptionPublisherOptions,
  ) {}

  start(): void {
    this.options.bus.onStatus((status) => {
      if (status === 'connected') this.nudge();
    });
    this.nudge();
  }

  /** It got a command: says that it is still there, unless it has done so lately. */
  noteCommand(): void {
    if (!this.isBusy && this.now() - this.describedAt >= REPEAT_MS) this.nudge();
  }

  private now(): number {
    return (this.options.now ?? (() => performance.now()))();
  }

  private nudge(): void {
    if (this.options.signal.aborted) return;
    this.isDue = true;
    if (this.isBusy) return;
    this.isBusy = true;
    this.publishUntilTaken()
      .finally(() => (this.isBusy = false))
      .catch((error: unknown) => this.report(error));
  }

  private async publishUntilTaken(): Promise<void> {
    const { bus, prefix, signal } = this.options;
    for (let attempt = 1; this.isDue; attempt++) {
      this.isDue = false;
      const outcome = await sendOnce(bus, descriptionWays(this.message(), prefix));
      if (outcome === 'confirmed') {
        this.describedAt = this.now();
        continue;
      }
      // The next connection starts over.
      if (bus.status() === 'disconnected') return;
      this.isDue = true;
      if (attempt === 1) this.reportDelay(outcome);
      await waitBeforeRetry(attempt, BACK_OFF, signal);
    }
  }

  private message(): OutgoingMessage {
    const { prefix } = this.options;
    const message = descriptionMessage(this.description, { prefix, at: Date.now() });
    const { length } = this.description.commands;
    const tooMuch =
      length > WIRE_FORM.describedCommandsMax || message.body.length > MESSAGE_BYTES_MAX
        ? `${length} commands in ${message.body.length} bytes`
        : null;
    if (tooMuch !== null) throw new Error(`no conductor would take it: ${tooMuch}`);
    return message;
  }

  private reportDelay(outcome: Exclude<PublishOutcome, 'confirmed'>): void {
    const { participant } = this.description;
    const why = WHY_LATER[outcome];
    this.options.logger.info({ participant }, `the commands are described later: ${why}`);
  }

  private report(error: unknown): void {
    const { logger, signal } = this.options;
    if (signal.aborted) return;
    const { participant } = this.description;
    logger.error({ err: error, participant }, 'the commands cannot be described');
  }
}
