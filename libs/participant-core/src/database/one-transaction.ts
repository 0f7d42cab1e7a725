import { HandlerFailedError, type CommandTransaction, type InboxTransaction } from '#duties';
import { databaseErrorOf, waitAtMost, withinLimit } from '#resilience';
import {
  HandlerTimedOutError,
  isOutage,
  NoAnswerError,
  TransactionAbortedError,
  TransactionControlError,
  type DatabaseGate,
} from '#transactions';
import type { Query } from './participant-database.js';

export interface OneTransactionOptions {
  readonly query: Query;
  readonly settle: (() => Promise<void>) | undefined;
  readonly driverErrorOf: (thrown: unknown) => unknown;
  readonly gate: Pick<DatabaseGate, 'suspect' | 'wasAwaySince'>;
  readonly limits: TransactionLimits;
}

export interface TransactionLimits {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly idleTransactionTimeoutMs: number;
}

const SAVEPOINT = 'conductor_handler';
/** Long for a statement: time to look whether the server is there at all. */
const SILENCE_MS = 4_000;
/** The server ends a statement at its limit by itself; its answer needs a moment longer. */
export const ANSWER_MARGIN_MS = 3_000;

/** By SQLSTATE: what a handler did to its transaction whose savepoint cannot be released. */
const ABORTED = '25P02';
const ENDED = ['25P01', '3B001'];

/** The transaction of one command: the library's statements and, in a savepoint, the handler's. */
export class OneTransaction implements CommandTransaction, InboxTransaction {
  /** Once the handler was called, contention in the database does not call it again. */
  hasHandlerBegun = false;
  /** The first error of a statement of the library which showed that the database cannot work. */
  outage: unknown = null;

  constructor(private readonly options: OneTransactionOptions) {}

  /** One statement, because some libraries send no more at a time. */
  async begin(): Promise<void> {
    const { lockTimeoutMs, statementTimeoutMs, idleTransactionTimeoutMs } = this.options.limits;
    const limits = [lockTimeoutMs, statementTimeoutMs, idleTransactionTimeoutMs];
    await this.rows(
      LIMITS,
      limits.map((ms) => String(Math.ceil(ms))),
    );
  }

  /** A statement of the library's own. */
  readonly rows = async <Row>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> => {
    try {
      return (await this.watched(this.options.query(text, values))) as readonly Row[];
    } catch (error) {
      const cause = this.options.driverErrorOf(error);
      const isAway = error instanceof NoAnswerError || isOutage(cause, { inHandler: false });
      if (isAway) this.outage ??= cause;
      throw cause;
    }
  };

  async callHandler<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    await this.rows(`savepoint ${SAVEPOINT}`);
    this.hasHandlerBegun = true;
    try {
      const result = await this.callWithin(work, limitMs);
      await this.releaseSavepoint();
      return result;
    } catch (error) {
      if (!(error instanceof HandlerTimedOutError) && this.outage === null) await this.undo();
      throw new HandlerFailedError(this.options.driverErrorOf(error));
    }
  }

  private async releaseSavepoint(): Promise<void> {
    try {
      await this.rows(`release savepoint ${SAVEPOINT}`);
    } catch (error) {
      const { sqlState } = databaseErrorOf(error);
      if (sqlState === ABORTED) throw new TransactionAbortedError();
      if (sqlState !== null && ENDED.includes(sqlState)) {
        throw new TransactionControlError('commit or rollback');
      }
      throw error;
    }
  }

  /** Where it fails, the transaction is over, and nothing more can be stored in it. */
  private async undo(): Promise<void> {
    await this.rows(`rollback to savepoint ${SAVEPOINT}`).catch(() => undefined);
  }

  private async callWithin<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    const { gate } = this.options;
    const begunAt = performance.now();
    const giveUp = new AbortController();
    const called = this.toItsEnd(work, giveUp.signal);
    if (await waitAtMost(called, limitMs)) return called;
    await gate.suspect();
    // a handler whose database does not answer could not have ended in time
    if (gate.wasAwaySince(begunAt)) throw (this.outage ??= new NoAnswerError(limitMs));
    const error = new HandlerTimedOutError(limitMs);
    giveUp.abort(error);
    throw error;
  }

  private async toItsEnd<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    try {
      return await work(signal);
    } finally {
      await this.options.settle?.();
    }
  }

  private async watched<Result>(sent: Promise<Result>): Promise<Result> {
    const limitMs = this.options.limits.statementTimeoutMs + ANSWER_MARGIN_MS;
    if (await waitAtMost(sent, Math.min(limitMs, SILENCE_MS))) return sent;
    void this.options.gate.suspect();
    return withinLimit(sent, Math.max(1, limitMs - SILENCE_MS), () => new NoAnswerError(limitMs));
  }
}

const LIMITS = `
  select set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true),
         set_config('idle_in_transaction_session_timeout', $3, true)`;
