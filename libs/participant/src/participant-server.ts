import { type JsonValue } from '#protocol';
import { type ParsedCommand, type ReplyOutcome } from '#contracts';
import {
  answerCommand,
  handlerLimitMs,
  inboxOf,
  InboxPurge,
  ParticipantLife,
  type Batches,
} from '#duties';
import { FloodGuard } from '#messaging';
import { asker, DatabaseGate, outcomeOfFailure, unknownCommand } from '#transactions';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { BatchAnswerer } from './answering/batch-answerer.js';
import { TransactionRunner } from './answering/transaction-runner.js';
import { connectionsOf } from './database/data-source-connections.js';
import { InboxProbe, requireTable } from './database/inbox-probe.js';
import { commandsOf, unreachedBy } from './describing/participant-description.js';
import { isHiddenByNest } from './errors/hidden-error.js';
import { requireBatchSettings } from './handlers/handler-batch.js';
import { HandlerCaller } from './handlers/handler-caller.js';
import {
  settingsOf,
  type ParticipantOptions,
  type Settings,
} from './settings/participant-options.js';

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
  private readonly life: ParticipantLife;
  private hasWarnedOfHiddenErrors = false;

  constructor(options: ParticipantOptions) {
    super();
    const settings = { ...settingsOf(options), logger: new FloodGuard(options.logger) };
    const { dataSource, participant, bus } = settings;
    const { closing } = this;
    const { signal } = closing;
    this.settings = settings;
    const { logger } = settings;
    const connections = connectionsOf(dataSource);
    const gate = (this.gate = new DatabaseGate(new InboxProbe(connections), logger, signal));
    this.handlers = new HandlerCaller(dataSource, logger);
    const limits = settings;
    this.transactions = new TransactionRunner({ connections, gate, signal, logger, limits });
    this.life = new ParticipantLife({
      participant,
      bus,
      logger,
      settings,
      gate,
      closing,
      purge: new InboxPurge(asker(connections), settings.retentionDays, logger),
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
    await this.life.close();
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
      handlersGivenUp: this.handlers.givenUp.total,
      handlersStillRunning: this.handlers.givenUp.stillRunning,
    };
  }

  private async start(): Promise<void> {
    const { participant, logger, dataSource } = this.settings;
    const patterns = unreachedBy(participant, this.getHandlers());
    if (patterns.length > 0) {
      logger.error({ participant, patterns }, 'handlers that no command can reach');
    }
    requireBatchSettings(participant, this.getHandlers());
    await requireTable(dataSource, 'inbox', (error) => this.gate.reportAway(error));
    await this.life.start(commandsOf(this.getHandlers()));
  }

  private async answer(command: ParsedCommand): Promise<ReplyOutcome | null> {
    const handler = this.handlerOf(command.pattern);
    if (!handler || handler.isEventHandler) {
      return unknownCommand(this.settings.participant, command, this.settings.logger);
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
        this.life.noteCommand();
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
    return outcomeOfFailure(command, error, this.settings.logger, (cause) => {
      if (isHiddenByNest(cause)) this.warnOfHiddenErrors();
    });
  }

  private warnOfHiddenErrors(): void {
    if (this.hasWarnedOfHiddenErrors) return;
    this.hasWarnedOfHiddenErrors = true;
    this.settings.logger.warn({}, 'import ParticipantModule: Nest hides errors of handlers');
  }
}
