import { waitBeforeRetry } from '#resilience';
import type { DatabaseConnections } from '../database/database-connections.js';
import type { DatabaseGate } from '../database/database-gate.js';
import { isContention, limitReachedBy } from '../database/database-trouble.js';
import { PoolExhaustedError } from '../errors/transaction-errors.js';
import type { Lease, Statement } from '../database/sql-client.js';
import { WorkTransaction } from '../transactions/work-transaction.js';
import type { ParticipantLogger } from '../settings/participant-options.js';

/**
 * How often the library retries contention for the inbox; beyond that the conductor's retries do.
 */
const CLAIMS_MAX = 6;
const RERUN_BACK_OFF = { initialMs: 50, maxMs: 2_000 };
/**
 * How many outages one attempt may meet while its handler runs. More may be of its own making: a
 * statement that crashes the server, or fills its disk.
 */
const OUTAGES_MAX = 3;
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

/** The transaction could not finish; the answer names the reason. */
export class DatabaseTroubleError extends Error {
  constructor(
    readonly code: string,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
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
    const { gate, signal } = this.options;
    let claims = 0;
    let outages = 0;
    for (;;) {
      await gate.pass();
      const lease = await this.acquire();
      if (!lease) continue;
      const transaction = this.transactionOn(lease, name);
      try {
        return await this.complete(transaction, async () => {
          await transaction.begin(this.settings);
          const result = await work(transaction);
          await transaction.commit();
          return result;
        });
      } catch (error) {
        const { lostBecause, outage, hasHandlerBegun } = transaction;
        const limit = lostBecause && limitReachedBy(lostBecause);
        if (limit) throw new DatabaseTroubleError(limit.code, limit.message, lostBecause);
        const away = lostBecause ?? outage;
        if (away) {
          gate.reportAway(away);
          if (hasHandlerBegun && ++outages === OUTAGES_MAX) throw unavailable(away);
        } else {
          if (hasHandlerBegun || !isContention(error)) throw error;
          if (++claims === CLAIMS_MAX) throw contention(error);
          await waitBeforeRetry(claims, RERUN_BACK_OFF, signal);
        }
      }
    }
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

  /** Null: no connection was available, and the caller returns to the gate. */
  private async acquire(): Promise<Lease | null> {
    const { connections, gate, signal } = this.options;
    try {
      return await connections.acquire();
    } catch (error) {
      // Other work of the service uses all connections: that will end, and costs no attempt.
      if (error instanceof PoolExhaustedError) await waitBeforeRetry(1, RERUN_BACK_OFF, signal);
      else gate.reportAway(error);
      return null;
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

function settingsOf(limits: TransactionLimits): string {
  const { lockTimeoutMs, statementTimeoutMs, idleTransactionTimeoutMs } = limits;
  return `
    set local lock_timeout = ${Math.ceil(lockTimeoutMs)};
    set local statement_timeout = ${Math.ceil(statementTimeoutMs)};
    set local idle_in_transaction_session_timeout = ${Math.ceil(idleTransactionTimeoutMs)}`;
}

function unavailable(cause: unknown): DatabaseTroubleError {
  const message = `the database went away ${OUTAGES_MAX} times while the handler ran`;
  return new DatabaseTroubleError('DATABASE_UNAVAILABLE', message, cause);
}

function contention(cause: unknown): DatabaseTroubleError {
  const message = `the inbox row was not to be had in ${CLAIMS_MAX} tries`;
  return new DatabaseTroubleError('DATABASE_CONTENTION', message, cause);
}
