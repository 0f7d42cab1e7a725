import { randomUUID } from 'node:crypto';
import { waitAtMost } from '#resilience';
import { participantQueue, type BusConsumer } from '#bus';
import { type JsonValue } from '#protocol';
import { type ParsedCommand, type ReplyOutcome } from '#contracts';
import { FloodGuard } from '#messaging';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { answerCommand, UnstoredAnswer } from './answering/answer-command.js';
import { BatchAnswerer } from './answering/batch-answerer.js';
import { CommandConsumer, type Batches } from './receiving/command-consumer.js';
import { commandFacts } from './handlers/command-facts.js';
import { CommandQueue } from './receiving/command-queue.js';
import { DatabaseConnections } from './database/database-connections.js';
import { DatabaseGate } from './database/database-gate.js';
import { DatabaseProbe, requireTable } from './database/database-probe.js';
import { limitReachedBy } from './database/database-trouble.js';
import { DescriptionPublisher } from './describing/description-publisher.js';
import { HandlerCaller } from './handlers/handler-caller.js';
import { failureOf, HandlerFailedError, isHiddenByNest } from './errors/handler-failure.js';
import { requireBatchSettings } from './handlers/handler-batch.js';
import { handlerLimitMs } from './handlers/handler-limit.js';
import { inboxOf } from './inbox/inbox.js';
import { InboxPurge } from './answering/inbox-purge.js';
import { describeParticipant } from './describing/participant-description.js';
import {
  settingsOf,
  type ParticipantOptions,
  type Settings,
} from './settings/participant-options.js';
import { unreachablePatterns } from './describing/reachable-patterns.js';
import { DatabaseTroubleError, TransactionRunner } from './answering/transaction-runner.js';

/** The state of a participant, for the service's own metrics and health checks. */
export interface ParticipantHealth {
  /** False: the database cannot do the work of a command, and commands wait. */
  readonly isDatabaseThere: boolean;
  /** Handlers that took too long and lost their slot, since the start. */
  readonly handlersGivenUp: number;
  /** How many of these are still running. */
  readonly handlersStillRunning: number;
}

/**
 * Turns a Nest microservice into a participant of sagas, with all of a participant's duties:
 *
 * `NestFactory.createMicroservice(AppModule, { strategy: new ParticipantServer(options) })`
 *
 * Commands reach `@MessagePattern` handlers; `@EventPattern` has no meaning here.
 *
 * @throws ParticipantMisconfiguredError
 */
export class ParticipantServer extends Server implements CustomTransportStrategy {
  private readonly settings: Settings;
  private readonly closing = new AbortController();
  private readonly gate: DatabaseGate;
  private readonly handlers: HandlerCaller;
  private readonly transactions: TransactionRunner;
  private readonly commands: CommandConsumer;
  private readonly purge: InboxPurge;
  private description: DescriptionPublisher | undefined;
  private consumer: BusConsumer | undefined;
  private hasWarnedOfHiddenErrors = false;

  constructor(options: ParticipantOptions) {
    super();
    const settings = { ...settingsOf(options), logger: new FloodGuard(options.logger) };
    const { dataSource, participant, prefix, bus } = settings;
    const { signal } = this.closing;
    this.settings = settings;
    const { logger } = settings;
    const connections = new DatabaseConnections(dataSource);
    this.gate = new DatabaseGate(new DatabaseProbe(connections), logger, signal);
    this.handlers = new HandlerCaller(dataSource, logger);
    const { gate } = this;
    this.transactions = new TransactionRunner({
      connections,
      gate,
      signal,
      logger,
      limits: settings,
    });
    this.purge = new InboxPurge(dataSource, settings.retentionDays, logger);
    this.commands = new CommandConsumer({
      participant,
      bus,
      prefix,
      signal,
      queue: participantQueue(prefix, participant),
      prefetch: settings.prefetch,
      concurrency: settings.concurrency,
      logger: settings.logger,
      answer: (command) => this.answer(command),
      batches: this.batches(),
    });
  }

  /**
   * Declares the participant's queue, starts consuming commands, and logs which. Nest calls it. If
   * the account may declare nothing, it is ready at once, and consumes as soon as a conductor has
   * declared the queue; the log says so.
   */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  /**
   * Takes no more commands, finishes current ones (for `closeTimeoutMs`), and stops. The bus stays
   * open.
   */
  async close(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    this.gate.guard(undefined);
    // Not cancelled yet, so that commands in hand can still be acknowledged.
    await consumer?.pause();
    // A handler cannot be interrupted; the inbox records what it does after the deadline.
    await waitAtMost(this.commands.whenIdle(), this.settings.closeTimeoutMs);
    this.closing.abort();
    await consumer?.cancel();
    await this.purge.stop();
  }

  /** Nest requires it; use the bus's `onStatus`. */
  on(): void {}

  /** The MessageBus. */
  unwrap<Bus>(): Bus {
    return this.settings.bus as Bus;
  }

  /** What it is doing now. */
  health(): ParticipantHealth {
    return {
      isDatabaseThere: this.gate.isOpen,
      handlersGivenUp: this.handlers.givenUp,
      handlersStillRunning: this.handlers.stillRunning,
    };
  }

  private async start(): Promise<void> {
    const { bus, prefix, participant, logger, dataSource, envelopes } = this.settings;
    const { signal } = this.closing;
    const patterns = unreachablePatterns(participant, this.getHandlers());
    if (patterns.length > 0) {
      logger.error({ participant, patterns }, 'handlers that no command can reach');
    }
    requireBatchSettings(participant, this.getHandlers());
    await requireTable(dataSource, 'inbox', (error) => this.gate.reportAway(error));
    const queue = new CommandQueue({ bus, prefix, participant, logger, signal });
    if (await queue.declare()) await this.takeCommands();
    else void this.takeCommandsOnce(queue);
    this.purge.start();
    const own = { envelopes, instance: randomUUID() };
    const description = describeParticipant(participant, this.getHandlers(), own);
    this.description = new DescriptionPublisher(description, { bus, prefix, logger, signal });
    this.description.start();
  }

  private async takeCommands(): Promise<void> {
    const consumer = await this.commands.start();
    if (this.closing.signal.aborted) return consumer.cancel();
    this.consumer = consumer;
    this.gate.guard(consumer);
  }

  /** Never rejects. */
  private async takeCommandsOnce(queue: CommandQueue): Promise<void> {
    try {
      await queue.untilThere();
      await this.takeCommands();
    } catch (error) {
      if (this.closing.signal.aborted) return;
      const { participant, logger } = this.settings;
      logger.error({ err: error, participant }, 'no commands can be taken');
    }
  }

  private async answer(command: ParsedCommand): Promise<ReplyOutcome | null> {
    this.description?.noteCommand();
    const handler = this.handlerOf(command.pattern);
    if (!handler || handler.isEventHandler) {
      const message = `${this.settings.participant} has no handler for ${command.pattern}`;
      this.settings.logger.error(commandFacts(command), message);
      return { type: 'errored', error: { code: 'UNKNOWN_COMMAND', message } };
    }
    try {
      return await this.answerInTransaction(handler, command);
    } catch (error) {
      if (this.closing.signal.aborted) throw error;
      return this.answerToFailure(command, error);
    }
  }

  /** Nest's own look-up parses each pattern as JSON: that of a command is a word. */
  private handlerOf(pattern: string): MessageHandler | undefined {
    return this.getHandlers().get(pattern);
  }

  private batches(): Batches {
    const { transactions, handlers, settings } = this;
    const batches = new BatchAnswerer({
      transactions,
      handlers,
      limits: settings,
      logger: settings.logger,
      isDefault: settings.batch,
      handlerOf: (pattern) => this.handlerOf(pattern),
      outcomeOf: (command, error) => this.answerToFailure(command, error),
    });
    return {
      mayShare: (command) => batches.mayShare(command),
      answer: (commands) => {
        this.description?.noteCommand();
        return batches.answer(commands);
      },
    };
  }

  private answerInTransaction(
    handler: MessageHandler,
    command: ParsedCommand,
  ): Promise<ReplyOutcome> {
    const limitMs = handlerLimitMs(command, this.settings.handlerTimeoutMs);
    return this.transactions.run(`the transaction of ${command.pattern}`, (transaction) => {
      const call = (signal: AbortSignal, executed?: JsonValue) =>
        this.handlers.call({ handler, command, transaction, signal, executed });
      const own = { call, limitMs };
      const inbox = inboxOf(transaction);
      return answerCommand({ transaction, inbox, command, handler: own, limits: this.settings });
    });
  }

  private answerToFailure(command: ParsedCommand, error: unknown): ReplyOutcome | null {
    const { logger } = this.settings;
    if (error instanceof UnstoredAnswer) return error.outcome;
    if (error instanceof DatabaseTroubleError) {
      logger.error({ err: error, ...commandFacts(command) }, 'command failed');
      return { type: 'errored', error: { code: error.code, message: error.message } };
    }
    const cause = error instanceof HandlerFailedError ? error.cause : error;
    const failure = failureOf(cause);
    switch (failure.type) {
      case 'no-reply':
        logger.warn(commandFacts(command), 'the handler asked for no reply');
        return null;
      case 'refused':
      case 'errored':
        logger.info(
          { ...commandFacts(command), code: failure.error.code },
          `command ${failure.type}`,
        );
        return failure;
      case 'unexpected':
        logger.error({ err: cause, ...commandFacts(command) }, 'command failed');
        if (isHiddenByNest(cause)) this.warnOfHiddenErrors();
        return { type: 'errored', error: limitReachedBy(cause) ?? failure.error };
    }
  }

  private warnOfHiddenErrors(): void {
    if (this.hasWarnedOfHiddenErrors) return;
    this.hasWarnedOfHiddenErrors = true;
    this.settings.logger.warn({}, 'import ParticipantModule: Nest hides errors of handlers');
  }
}
