import { type ParticipantLogger } from '#duties';
import {
  PoolExhaustedError,
  tryUntilDone,
  type DatabaseConnections,
  type DatabaseGate,
  type Lease,
  type Statement,
  type TryEnd,
} from '#transactions';
import { WorkTransaction } from '../transactions/work-transaction.js';

/** The server ends a statement at its limit by itself; its answer needs a moment longer. */
const ANSWER_MARGIN_MS = 3_000;
/** Work that has another way takes it rather than make the rest of a batch wait for a lock. */
const SHORT_LOCK_TIMEOUT_MS = 200;
/** Nor for a statement, which goes on, and holds all their rows, when nobody waits for it. */
const SHORT_STATEMENT_TIMEOUT_MS = 1_000;
/** As soon as a transaction's beginning, which goes out with the first statement, is missed. */
const SHORT_ANSWER_LIMIT_MS = 3_000;

export interface TransactionLimits {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly idleTransactionTimeoutMs: number;
}

export interface TransactionRunnerOptions {
  readonly connections: DatabaseConnections;
  readonly gate: DatabaseGate;
  readonly signal: AbortSignal;
  readonly limits: TransactionLimits;
  readonly logger: ParticipantLogger;
}

/** Work that is done but for its `last` statements. */
export interface Finished<Result> {
  readonly result: Result;
  readonly last: readonly Statement[];
}

/**
 * Runs work in one transaction on one connection. Until the handler has begun, the work is repeated
 * when the database chose this transaction to yield to another; after that only when the database
 * went away, which costs no attempt.
 */
export class TransactionRunner {
  private readonly settings: string;
  private readonly shortSettings: string;

  constructor(private readonly options: TransactionRunnerOptions) {
    const { limits } = options;
    this.settings = settingsOf(limits);
    this.shortSettings = settingsOf({
      ...limits,
      lockTimeoutMs: Math.min(limits.lockTimeoutMs, SHORT_LOCK_TIMEOUT_MS),
      statementTimeoutMs: Math.min(limits.statementTimeoutMs, SHORT_STATEMENT_TIMEOUT_MS),
    });
  }

  /**
   * `name`: whose work it is, for messages.
   *
   * @throws DatabaseTroubleError, what `work` throws, and the signal's reason once it is aborted
   */
  async run<Result>(
    name: string,
    work: (transaction: WorkTransaction) => Promise<Result>,
  ): Promise<Result> {
    return tryUntilDone(this.options, async () => {
      try {
        return await this.tryOn(await this.options.connections.acquire(), name, work);
      } catch (error) {
        if (error instanceof PoolExhaustedError) return { type: 'no-connection' };
        return { ...NOTHING_BEGUN, error, outage: error };
      }
    });
  }

  /**
   * Runs work that has another way, if this one fails: once, and waiting for nothing long. What it
   * finds out about the database is left for that other way to find. The beginning goes out with
   * the first statement of the work, and its last ones with the commit.
   *
   * @throws whatever is in the way; then nothing is written, except where only the answer to the
   * commit was lost
   */
  async tryOnce<Result>(
    name: string,
    work: (transaction: WorkTransaction) => Promise<Finished<Result>>,
  ): Promise<Result> {
    const { gate, connections } = this.options;
    await gate.pass();
    const lease = await connections.acquire();
    const transaction = this.transactionOn(lease, name, SHORT_ANSWER_LIMIT_MS);
    return this.complete(transaction, async () => {
      transaction.beginLater(this.shortSettings);
      const { result, last } = await work(transaction);
      await transaction.commit(last);
      return result;
    });
  }

  /** Never rejects. */
  private async tryOn<Result>(
    lease: Lease,
    name: string,
    work: (transaction: WorkTransaction) => Promise<Result>,
  ): Promise<TryEnd<Result>> {
    const transaction = this.transactionOn(lease, name);
    try {
      const result = await this.complete(transaction, async () => {
        await transaction.begin(this.settings);
        const done = await work(transaction);
        await transaction.commit();
        return done;
      });
      return { type: 'committed', result };
    } catch (error) {
      const { lostBecause, outage, hasHandlerBegun } = transaction;
      return { type: 'failed', error, lostBecause, outage, hasHandlerBegun };
    }
  }

  private transactionOn(lease: Lease, name: string, answerLimitMs = Infinity): WorkTransaction {
    const { gate, limits } = this.options;
    const longestMs = limits.statementTimeoutMs + ANSWER_MARGIN_MS;
    return new WorkTransaction(lease, {
      name,
      answerLimitMs: Math.min(answerLimitMs, longestMs),
      commitLimitMs: longestMs,
      idleLimitMs: limits.idleTransactionTimeoutMs,
      onSilence: () => gate.suspect(),
      wasAwaySince: (instant) => gate.wasAwaySince(instant),
    });
  }

  private async complete<Result>(
    transaction: WorkTransaction,
    whole: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await whole();
    } catch (error) {
      await transaction.rollback(error);
      throw error;
    } finally {
      await transaction.end().catch((error: unknown) => {
        this.options.logger.error({ err: error }, 'a subscriber to transactions failed');
      });
    }
  }
}

const NOTHING_BEGUN = { type: 'failed', lostBecause: null, hasHandlerBegun: false } as const;

function settingsOf(limits: TransactionLimits): string {
  const { lockTimeoutMs, statementTimeoutMs, idleTransactionTimeoutMs } = limits;
  return `
    set local lock_timeout = ${Math.ceil(lockTimeoutMs)};
    set local statement_timeout = ${Math.ceil(statementTimeoutMs)};
    set local idle_in_transaction_session_timeout = ${Math.ceil(idleTransactionTimeoutMs)}`;
}
