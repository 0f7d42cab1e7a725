import {
  type AgeLimits,
  type BatchEnd,
  BatchInbox,
  type Batches,
  HandlerFailedError,
  type ParticipantLogger,
  UnstoredAnswer,
  answerCommand,
  claimOf,
  handlerLimitMs,
} from '#duties';
import { HandlerTimedOutError, limitReachedBy } from '#transactions';
import type { JsonValue } from '#protocol';
import type { ParsedCommand, ReplyOutcome } from '#contracts';
import type { MessageHandler } from '@nestjs/microservices';
import type { HandlerCaller } from '../handlers/handler-caller.js';
import { mayBatch } from '../handlers/handler-batch.js';
import type { WorkTransaction } from '../transactions/work-transaction.js';
import type { Finished, TransactionRunner } from './transaction-runner.js';

/** A longer handler makes its whole batch be done again, one by one. */
const HANDLER_LIMIT_MS = 1_000;
/** After this time no further handler of a batch is called: those that were are committed. */
const BATCH_LIMIT_MS = 250;
/** How long commands go alone whose handler took too long in a batch. */
const ALONE_MS = 60_000;

export interface BatchAnswererOptions {
  readonly transactions: TransactionRunner;
  readonly handlers: HandlerCaller;
  readonly limits: AgeLimits & { readonly handlerTimeoutMs: number };
  readonly logger: ParticipantLogger;
  /** Whether a handler that does not say so itself takes part. */
  readonly isDefault: boolean;
  readonly handlerOf: (pattern: string) => MessageHandler | undefined;
  /** What the command is answered whose handler failed. */
  readonly outcomeOf: (command: ParsedCommand, error: unknown) => ReplyOutcome | null;
}

/**
 * Answers several commands in one transaction, each handler in a savepoint. What concerns one
 * command undoes only that one; whatever else goes wrong undoes the batch, whose commands then go
 * alone.
 */
export class BatchAnswerer implements Batches {
  /** By pattern: until when its commands go alone, by `performance.now()`. */
  private readonly alone = new Map<string, number>();

  constructor(private readonly options: BatchAnswererOptions) {}

  mayShare({ pattern }: ParsedCommand): boolean {
    const handler = this.options.handlerOf(pattern);
    if (!handler || handler.isEventHandler) return false;
    return mayBatch(handler, this.options.isDefault) && !this.goesAlone(pattern);
  }

  /** No two commands have the same idempotency key. Never rejects. */
  async answer(commands: readonly ParsedCommand[]): Promise<readonly BatchEnd[]> {
    const { transactions, logger } = this.options;
    const name = `a transaction for ${commands.length} commands`;
    try {
      return await transactions.tryOnce(name, (transaction) =>
        this.answerIn(transaction, commands),
      );
    } catch (error) {
      logger.info({ err: error, commands: commands.length }, 'a batch is done again one by one');
      return commands.map(() => ({ type: 'undone' }));
    }
  }

  private goesAlone(pattern: string): boolean {
    const until = this.alone.get(pattern);
    if (until === undefined) return false;
    if (performance.now() < until) return true;
    this.alone.delete(pattern);
    return false;
  }

  private async answerIn(
    transaction: WorkTransaction,
    commands: readonly ParsedCommand[],
  ): Promise<Finished<readonly BatchEnd[]>> {
    const inbox = new BatchInbox(transaction);
    await inbox.claimAll(commands.map(claimOf));
    const ends: BatchEnd[] = [];
    const begun = performance.now();
    for (const command of commands) {
      if (performance.now() - begun > BATCH_LIMIT_MS) {
        inbox.forget(command.idempotencyKey);
        ends.push({ type: 'not-begun' });
      } else {
        const outcome = await this.answerOne(transaction, inbox, command);
        ends.push({ type: 'answered', outcome });
      }
    }
    return { result: ends, last: inbox.writes() };
  }

  private async answerOne(
    transaction: WorkTransaction,
    inbox: BatchInbox,
    command: ParsedCommand,
  ): Promise<ReplyOutcome | null> {
    const { handlers, handlerOf, limits } = this.options;
    const handler = handlerOf(command.pattern);
    if (!handler) throw new Error(`there is no handler of ${command.pattern}`);
    const part = transaction.part(`the transaction of ${command.pattern}`);
    const call = (signal: AbortSignal, executed?: JsonValue) =>
      handlers.call({ handler, command, transaction: part, signal, executed });
    const limitMs = Math.min(HANDLER_LIMIT_MS, handlerLimitMs(command, limits.handlerTimeoutMs));
    let isUndone = true;
    try {
      const asked = { transaction: part, inbox, command, handler: { call, limitMs }, limits };
      const outcome = await answerCommand(asked);
      if (part.unshared) throw part.unshared;
      isUndone = outcome.type !== 'succeeded';
      return outcome;
    } catch (error) {
      this.requireOwnFailure(part, command, error);
      inbox.forget(command.idempotencyKey);
      return this.options.outcomeOf(command, error);
    } finally {
      transaction.take(part, { isUndone });
    }
  }

  /** @throws `error`, where it is not only this command's, or another try may end better */
  private requireOwnFailure(part: WorkTransaction, { pattern }: ParsedCommand, error: unknown) {
    if (part.unshared) {
      this.alone.set(pattern, Infinity);
      throw part.unshared;
    }
    if (error instanceof UnstoredAnswer) return;
    if (!(error instanceof HandlerFailedError) || part.lostBecause || part.outage) throw error;
    const { cause } = error;
    const limit = limitReachedBy(cause);
    // a statement is ended by the database when it takes as long as a handler may
    if (cause instanceof HandlerTimedOutError || limit?.code === 'STATEMENT_TOO_LONG')
      this.alone.set(pattern, performance.now() + ALONE_MS);
    if (cause instanceof HandlerTimedOutError || limit) throw error;
  }
}
