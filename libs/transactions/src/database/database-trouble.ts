import { databaseErrorOf, type DatabaseErrorFacts } from '#resilience';
import { InboxRowVanishedError } from '#duties';

/*
 * What an error of the database means for a command. An outage is nobody's fault and costs no
 * attempt: commands wait until the database can do their work again. Contention before the handler
 * has begun costs nothing either. Everything else is the handler's, and is answered.
 */

export function isOutage(error: unknown, { inHandler }: { readonly inHandler: boolean }): boolean {
  const facts = databaseErrorOf(error);
  // the database cannot work, whoever asks
  if (facts.kind === 'shut-down' || facts.kind === 'out-of-space') return true;
  return !inHandler && isOutageOfTheInbox(facts);
}

/**
 * An outage when the library's own statement meets it, which asks for so little. In a handler it
 * is the handler's: it asked for too much, or asked another server, or wrote where it must not.
 */
function isOutageOfTheInbox({ kind, condition }: DatabaseErrorFacts): boolean {
  const isOfServer = ['not-connected', 'read-only', 'out-of-memory'].includes(kind);
  return isOfServer || condition === 'insufficient_privilege' || condition === 'undefined_table';
}

/** The session is gone with this answer. */
export function isFatal(error: unknown): error is Error {
  return databaseErrorOf(error).isFatal;
}

/** The database chose this transaction to give way to another one; or its row was just deleted. */
export function isContention(error: unknown): boolean {
  return error instanceof InboxRowVanishedError || databaseErrorOf(error).kind === 'contention';
}

/** What a participant answers when a limit of the database has ended a handler's work. */
export interface LimitReached {
  readonly code: string;
  readonly message: string;
}

const LIMITS: { readonly [Name in DatabaseErrorFacts['condition'] & string]?: LimitReached } = {
  idle_in_transaction_session_timeout: {
    code: 'TRANSACTION_IDLE_TOO_LONG',
    message: 'the handler left its transaction idle for longer than idleTransactionTimeoutMs',
  },
  transaction_timeout: {
    code: 'TRANSACTION_TOO_LONG',
    message: 'the transaction took longer than the transaction_timeout of the database',
  },
  query_canceled: {
    code: 'STATEMENT_TOO_LONG',
    message: 'a statement of the handler took longer than statementTimeoutMs',
  },
  serialization_failure: { code: 'DATABASE_CONTENTION', message: 'a serialization failure' },
  deadlock_detected: {
    code: 'DATABASE_CONTENTION',
    message: 'a deadlock with another transaction',
  },
  lock_not_available: { code: 'DATABASE_CONTENTION', message: 'a row was locked for too long' },
};

export function limitReachedBy(error: unknown): LimitReached | null {
  const { condition } = databaseErrorOf(error);
  return (condition && LIMITS[condition]) ?? null;
}
