import { HandlerFailedError } from '#duties';
import { withinLimit } from '#resilience';
import {
  isFatal,
  isOutage,
  NoAnswerError,
  PoolExhaustedError,
  tryUntilDone,
  type DatabaseGate,
  type TryEnd,
} from '#transactions';
import { ANSWER_MARGIN_MS, OneTransaction, type TransactionLimits } from './one-transaction.js';
import type { ParticipantDatabase, Query } from './participant-database.js';

export interface CommandTransactionsOptions<Tx> {
  readonly database: ParticipantDatabase<Tx>;
  readonly gate: DatabaseGate;
  readonly signal: AbortSignal;
  readonly limits: TransactionLimits;
}

/** What the work of a command has. */
export interface Open<Tx> {
  readonly transaction: OneTransaction;
  readonly tx: Tx;
  readonly query: Query;
}

/** How long a transaction may wait for a connection, and for its commit. */
const MARGIN_MS = 10_000;

/** Runs the work of a command in one transaction of any library. */
export class CommandTransactions<Tx> {
  constructor(private readonly options: CommandTransactionsOptions<Tx>) {}

  /**
   * `handlerLimitMs`: how long the handler may take that `work` calls.
   *
   * @throws DatabaseTroubleError, what `work` throws, and the signal's reason once it is aborted
   */
  run<Result>(
    work: (open: Open<Tx>) => Promise<Result>,
    { handlerLimitMs }: { readonly handlerLimitMs: number },
  ): Promise<Result> {
    const { lockTimeoutMs, statementTimeoutMs } = this.options.limits;
    const statementsMs = lockTimeoutMs + statementTimeoutMs + ANSWER_MARGIN_MS;
    const limitMs = handlerLimitMs + statementsMs + MARGIN_MS;
    return tryUntilDone(this.options, () => this.tryOnce(work, limitMs));
  }

  /** Never rejects. */
  private async tryOnce<Result>(
    work: (open: Open<Tx>) => Promise<Result>,
    limitMs: number,
  ): Promise<TryEnd<Result>> {
    const { database, gate, limits } = this.options;
    let transaction: OneTransaction | undefined;
    const driverErrorOf = (thrown: unknown) => driverErrorIn(database, thrown);
    try {
      const whole = database.transaction(
        async (tx, query, settle) => {
          transaction = new OneTransaction({ query, settle, driverErrorOf, gate, limits });
          await transaction.begin();
          return work({ transaction, tx, query });
        },
        { limitMs },
      );
      const result = await withinLimit(whole, limitMs, () => new NoAnswerError(limitMs));
      return { type: 'committed', result };
    } catch (error) {
      return this.failedWith(error, transaction);
    }
  }

  private failedWith(error: unknown, transaction: OneTransaction | undefined): TryEnd<never> {
    const inHandler = error instanceof HandlerFailedError;
    const cause = driverErrorIn(this.options.database, inHandler ? error.cause : error);
    if (!transaction) {
      if (cause instanceof PoolExhaustedError) return { type: 'no-connection' };
      return { type: 'failed', error, lostBecause: null, outage: cause, hasHandlerBegun: false };
    }
    const isAway = cause instanceof NoAnswerError || isOutage(cause, { inHandler });
    return {
      type: 'failed',
      // the library's own errors say what they are; of a driver's its code decides
      error: inHandler ? error : cause,
      lostBecause: !inHandler && isFatal(cause) ? cause : null,
      outage: transaction.outage ?? (isAway ? cause : null),
      hasHandlerBegun: transaction.hasHandlerBegun,
    };
  }
}

/** The driver's error in what an adapter's library threw. */
export function driverErrorIn<Tx>(database: ParticipantDatabase<Tx>, thrown: unknown): unknown {
  return database.driverErrorOf?.(thrown) ?? thrown;
}
