import { randomUUID } from 'node:crypto';
import { participantQueue, type BusConsumer, type MessageBus } from '#bus';
import type { CommandDescription, ParsedCommand, ReplyOutcome } from '#contracts';
import { waitAtMost } from '#resilience';
import type { InboxPurge } from './answering/inbox-purge.js';
import { describeCommands } from './describing/described-commands.js';
import { DescriptionPublisher } from './describing/description-publisher.js';
import type { DutySettings } from './settings/duty-options.js';
import type { ParticipantLogger } from './settings/participant-logger.js';
import { CommandConsumer, type Batches } from './receiving/command-consumer.js';
import { CommandQueue } from './receiving/command-queue.js';

export interface ParticipantLifeOptions {
  readonly participant: string;
  readonly bus: MessageBus;
  readonly logger: ParticipantLogger;
  readonly settings: Pick<
    DutySettings,
    'prefix' | 'envelopes' | 'prefetch' | 'concurrency' | 'closeTimeoutMs'
  >;
  /** Pauses the consumer while commands cannot be done. */
  readonly gate: { guard(consumer: BusConsumer | undefined): void };
  readonly purge: InboxPurge;
  /** Null: do not answer, and forget the command. */
  readonly answer: (command: ParsedCommand) => Promise<ReplyOutcome | null>;
  readonly batches?: Batches;
  /** Aborted when it closes. */
  readonly closing: AbortController;
}

/** What a participant does from its start to its end, whatever its handlers are written with. */
export class ParticipantLife {
  private readonly commands: CommandConsumer;
  private description: DescriptionPublisher | undefined;
  private consumer: BusConsumer | undefined;

  constructor(private readonly options: ParticipantLifeOptions) {
    const { participant, bus, logger, settings, closing, batches } = options;
    this.commands = new CommandConsumer({
      participant,
      bus,
      logger,
      prefix: settings.prefix,
      signal: closing.signal,
      queue: participantQueue(settings.prefix, participant),
      prefetch: settings.prefetch,
      concurrency: settings.concurrency,
      answer: (command) => {
        this.noteCommand();
        return options.answer(command);
      },
      ...(batches === undefined ? {} : { batches }),
    });
  }

  /** It has a consumer, or will have it again when the broker is back. */
  get takesCommands(): boolean {
    return this.consumer !== undefined;
  }

  /**
   * Declares the participant's queue and starts consuming its commands. If the account may declare
   * nothing, it consumes as soon as a conductor has declared the queue; the log says so.
   *
   * @throws BusNotOpenedError, TopologyMismatchError
   */
  async start(described: readonly CommandDescription[]): Promise<void> {
    const { bus, participant, logger, purge, closing } = this.options;
    const { prefix, envelopes } = this.options.settings;
    const { signal } = closing;
    const queue = new CommandQueue({ bus, prefix, participant, logger, signal });
    if (await queue.declare()) await this.takeCommands();
    else void this.takeCommandsOnce(queue);
    purge.start();
    const own = { envelopes, instance: randomUUID() };
    const description = describeCommands(participant, described, own);
    this.description = new DescriptionPublisher(description, { bus, prefix, logger, signal });
    this.description.start();
  }

  /** It got commands. */
  noteCommand(): void {
    this.description?.noteCommand();
  }

  /**
   * Takes no more commands, finishes current ones (for `closeTimeoutMs`), and stops. The bus stays
   * open.
   */
  async close(): Promise<void> {
    const { gate, purge, closing, settings } = this.options;
    const { consumer } = this;
    this.consumer = undefined;
    gate.guard(undefined);
    // Not cancelled yet, so that commands in hand can still be acknowledged.
    await consumer?.pause();
    // A handler cannot be interrupted; the inbox records what it does after the deadline.
    await waitAtMost(this.commands.whenIdle(), settings.closeTimeoutMs);
    closing.abort();
    await consumer?.cancel();
    await purge.stop();
  }

  private async takeCommands(): Promise<void> {
    const consumer = await this.commands.start();
    if (this.options.closing.signal.aborted) return consumer.cancel();
    this.consumer = consumer;
    this.options.gate.guard(consumer);
  }

  /** Never rejects. */
  private async takeCommandsOnce(queue: CommandQueue): Promise<void> {
    try {
      await queue.untilThere();
      await this.takeCommands();
    } catch (error) {
      const { participant, logger, closing } = this.options;
      if (closing.signal.aborted) return;
      logger.error({ err: error, participant }, 'no commands can be taken');
    }
  }
}
