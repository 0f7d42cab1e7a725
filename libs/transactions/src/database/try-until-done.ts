import { waitBeforeRetry } from '#resilience';
import { isContention, limitReachedBy } from './database-trouble.js';
import type { DatabaseGate } from './database-gate.js';

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

/** How one try of a transaction ended. */
export type TryEnd<Result> =
  | { readonly type: 'committed'; readonly result: Result }
  /** Other work of the service uses all connections: that will end, and costs no attempt. */
  | { readonly type: 'no-connection' }
  /** Nothing is kept, except where only the answer to the commit was lost. */
  | {
      readonly type: 'failed';
      readonly error: unknown;
      /** Its connection ended by itself; null: it did not, or nobody knows. */
      readonly lostBecause: unknown;
      /** What else showed that the database cannot work; null: it can. */
      readonly outage: unknown;
      readonly hasHandlerBegun: boolean;
    };

export interface TryOptions {
  readonly gate: DatabaseGate;
  readonly signal: AbortSignal;
}

/**
 * Tries a transaction until it is committed. Until the handler has begun, it is repeated when the
 * database chose this transaction to yield to another; after that only when the database went away,
 * which costs no attempt.
 *
 * @throws DatabaseTroubleError, the error of a try, and the signal's reason once it is aborted
 */
export async function tryUntilDone<Result>(
  { gate, signal }: TryOptions,
  tryOnce: () => Promise<TryEnd<Result>>,
): Promise<Result> {
  let claims = 0;
  let outages = 0;
  for (;;) {
    await gate.pass();
    const end = await tryOnce();
    if (end.type === 'committed') return end.result;
    if (end.type === 'no-connection') {
      await waitBeforeRetry(1, RERUN_BACK_OFF, signal);
      continue;
    }
    const { error, lostBecause, outage, hasHandlerBegun } = end;
    const limit = lostBecause === null ? null : limitReachedBy(lostBecause);
    if (limit) throw new DatabaseTroubleError(limit.code, limit.message, lostBecause);
    const away = lostBecause ?? outage;
    if (away !== null) {
      gate.reportAway(away);
      if (hasHandlerBegun && ++outages === OUTAGES_MAX) throw unavailable(away);
    } else {
      if (hasHandlerBegun || !isContention(error)) throw error;
      if (++claims === CLAIMS_MAX) throw contention(error);
      await waitBeforeRetry(claims, RERUN_BACK_OFF, signal);
    }
  }
}

function unavailable(cause: unknown): DatabaseTroubleError {
  const message = `the database went away ${OUTAGES_MAX} times while the handler ran`;
  return new DatabaseTroubleError('DATABASE_UNAVAILABLE', message, cause);
}

function contention(cause: unknown): DatabaseTroubleError {
  const message = `the inbox row was not to be had in ${CLAIMS_MAX} tries`;
  return new DatabaseTroubleError('DATABASE_CONTENTION', message, cause);
}
