import {
  participantQueue,
  type BusConsumer,
  type JsonValue,
  type ParsedCommand,
  type ReplyOutcome,
} from '#contracts';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { answerCommand, UnstoredAnswer } from './answer-command.js';
import type { CommandContext } from './command-context.js';
import { CommandConsumer } from './command-consumer.js';
import { CommandQueue } from './command-queue.js';
import { DatabaseGate } from './database-gate.js';
import { DescriptionPublisher } from './description-publisher.js';
import { failureOf, HandlerFailedError, isHiddenByNest } from './handler-failure.js';
import { InboxPurge } from './inbox-purge.js';
import { describeParticipant } from './participant-description.js';
import { settingsOf, type ParticipantOptions, type Settings } from './participant-options.js';
import { DatabaseTroubleError, TransactionRunner } from './transaction-runner.js';

/**
 * Turns a Nest microservice into a participant of sagas, with all that a participant owes:
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
  private readonly transactions: TransactionRunner;
  private readonly commands: CommandConsumer;
  private readonly purge: InboxPurge;
  private consumer: BusConsumer | undefined;
  private hasWarnedOfHiddenErrors = false;

  constructor(options: ParticipantOptions) {
    super();
    const settings = settingsOf(options);
    const { dataSource, participant, prefix, bus } = settings;
    const { signal } = this.closing;
    this.settings = settings;
    this.gate = new DatabaseGate(dataSource, settings.logger, signal);
    this.transactions = new TransactionRunner(dataSource, this.gate, signal, settings);
    this.purge = new InboxPurge(dataSource, settings.retentionDays, settings.logger);
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
    });
  }

  /**
   * Declares the participant's queue, takes commands, and tells which. Nest calls it. With an
   * account that may declare nothing it is ready at once, and takes commands as soon as a conductor
   * has declared the queue; the log says so.
   */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  /** Takes no more commands, ends those it has (for `closeTimeoutMs`), and stops. The bus stays. */
  async close(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    this.gate.guard(undefined);
    // Not cancelled yet: what is at work can still be acknowledged.
    await consumer?.pause();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.settings.closeTimeoutMs);
    });
    // A handler cannot be interrupted; what it does after the deadline the inbox will know.
    await Promise.race([this.commands.whenIdle(), deadline]);
    clearTimeout(timer);
    this.closing.abort();
    await consumer?.cancel();
    await this.purge.stop();
  }

  /** Nest asks for it; the bus has `onStatus`. */
  on(): void {}

  /** The MessageBus. */
  unwrap<Bus>(): Bus {
    return this.settings.bus as Bus;
  }

  private async start(): Promise<void> {
    const { bus, prefix, participant, logger } = this.settings;
    const { signal } = this.closing;
    const queue = new CommandQueue({ bus, prefix, participant, logger, signal });
    const isDeclared = await queue.declare();
    const patterns = [...this.getHandlers().keys()];
    const strangers = patterns.filter((pattern) => !pattern.startsWith(`${participant}.`));
    if (strangers.length > 0) {
      logger.warn({ participant, patterns: strangers }, 'handlers that no command can reach');
    }
    if (isDeclared) await this.takeCommands();
    else void this.takeCommandsOnce(queue);
    this.purge.start();
    const description = describeParticipant(participant, this.getHandlers());
    new DescriptionPublisher(description, { bus, prefix, logger, signal }).start();
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
    const handler = this.getHandlerByPattern(command.pattern);
    if (!handler || handler.isEventHandler) {
      const message = `${this.settings.participant} has no handler for ${command.pattern}`;
      this.settings.logger.error(factsOf(command), message);
      return { type: 'errored', error: { code: 'UNKNOWN_COMMAND', message } };
    }
    try {
      return await this.transactions.run((manager) =>
        answerCommand(
          manager,
          command,
          (inner, executed) => this.call(handler, command, inner, executed),
          this.settings,
        ),
      );
    } catch (error) {
      if (this.closing.signal.aborted) throw error;
      return this.answerToFailure(command, error);
    }
  }

  /** The last value counts when a handler gives several. */
  private async call(
    handler: MessageHandler,
    command: ParsedCommand,
    manager: EntityManager,
    executed: JsonValue | undefined,
  ): Promise<unknown> {
    // A copy: pipes and handlers may change it, and the command may have to run again.
    const data = structuredClone(command.data);
    const context = contextOf(command, manager, executed);
    const result = this.transformToObservable(await handler(data, context));
    return lastValueFrom(result, { defaultValue: undefined });
  }

  private answerToFailure(command: ParsedCommand, error: unknown): ReplyOutcome | null {
    const { logger } = this.settings;
    if (error instanceof UnstoredAnswer) return error.outcome;
    if (error instanceof DatabaseTroubleError) {
      logger.error({ err: error, ...factsOf(command) }, 'command failed');
      return { type: 'errored', error: { code: error.code, message: error.message } };
    }
    const cause = error instanceof HandlerFailedError ? error.cause : error;
    const failure = failureOf(cause);
    switch (failure.type) {
      case 'no-reply':
        logger.warn(factsOf(command), 'the handler asked for no reply');
        return null;
      case 'refused':
      case 'errored':
        logger.info({ ...factsOf(command), code: failure.error.code }, `command ${failure.type}`);
        return failure;
      case 'unexpected':
        logger.error({ err: cause, ...factsOf(command) }, 'command failed');
        if (isHiddenByNest(cause)) this.warnOfHiddenErrors();
        return { type: 'errored', error: failure.error };
    }
  }

  private warnOfHiddenErrors(): void {
    if (this.hasWarnedOfHiddenErrors) return;
    this.hasWarnedOfHiddenErrors = true;
    this.settings.logger.warn({}, 'import ParticipantModule: Nest hides errors of handlers');
  }
}

function contextOf(
  command: ParsedCommand,
  manager: EntityManager,
  executed: JsonValue | undefined,
): CommandContext {
  return {
    manager,
    command: command.pattern,
    direction: command.direction === 'compensate' ? 'compensate' : 'execute',
    idempotencyKey: command.idempotencyKey,
    sagaId: command.sagaId,
    definition: command.sagaDefinition,
    step: command.step,
    iteration: command.iteration,
    attempt: command.attempt,
    ...(command.deadlineAt === null ? {} : { deadlineAt: new Date(command.deadlineAt) }),
    ...(command.traceparent === null ? {} : { traceparent: command.traceparent }),
    ...(command.tracestate === null ? {} : { tracestate: command.tracestate }),
    ...(executed === undefined ? {} : { executed }),
  };
}

function factsOf(command: ParsedCommand) {
  const { sagaId, correlationId, messageId, pattern, direction, attempt } = command;
  return { sagaId, correlationId, messageId, command: pattern, direction, attempt };
}
