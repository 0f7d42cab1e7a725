import type { DataSource, EntityManager } from 'typeorm';
import { waitBeforeRetry } from './back-off.js';
import type { DatabaseGate } from './database-gate.js';
import { databaseTroubleOf, type DatabaseTrouble } from './database-trouble.js';

/**
 * More than a deadlock or two: the conductor's own retries, minutes apart, are the better place.
 */
const RUNS_MAX = 6;
const RERUN_BACK_OFF = { initialMs: 50, maxMs: 2_000 };

export interface TransactionLimits {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly idleTransactionTimeoutMs: number;
}

/** The database did not let the transaction through, however often it ran. */
export class DatabaseTroubleError extends Error {
  readonly code: 'DATABASE_UNAVAILABLE' | 'DATABASE_CONTENTION';
  constructor(trouble: DatabaseTrouble, cause: unknown) {
    super(`the transaction failed ${RUNS_MAX} times`, { cause });
    this.code = trouble === 'away' ? 'DATABASE_UNAVAILABLE' : 'DATABASE_CONTENTION';
  }
}

/** Runs a piece of work in one transaction on one connection, again when the database gave way. */
export class TransactionRunner {
  private readonly settings: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: DatabaseGate,
    private readonly signal: AbortSignal,
    limits: TransactionLimits,
  ) {
    const idleTimeoutMs = Math.ceil(limits.idleTransactionTimeoutMs);
    // One round trip. Read committed: whoever waited for a row must see what it holds now.
    this.settings = `
      set transaction isolation level read committed;
      set local lock_timeout = ${Math.ceil(limits.lockTimeoutMs)};
      set local statement_timeout = ${Math.ceil(limits.statementTimeoutMs)};
      set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`;
  }

  /**
   * @throws DatabaseTroubleError, what `work` throws, and the signal's reason once it is aborted
   */
  async run<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    for (let run = 1; ; run++) {
      await this.gate.pass();
      try {
        return await this.dataSource.transaction(async (manager) => {
          await manager.query(this.settings);
          return work(manager);
        });
      } catch (error) {
        const trouble = databaseTroubleOf(error);
        if (!trouble) throw error;
        if (trouble === 'away') this.gate.reportAway(error);
        if (run === RUNS_MAX) throw new DatabaseTroubleError(trouble, error);
        if (trouble === 'contention') await waitBeforeRetry(run, RERUN_BACK_OFF, this.signal);
      }
    }
  }
}
