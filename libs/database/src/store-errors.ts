import { types } from 'node:util';
import pg from 'pg';
import { StoreContentionError, StoreUnavailableError } from '#ports';

/** What happened to be in another transaction's way; all of it is undone, and can be repeated. */
const CONTENTION = new Set(['40001', '40P01', '55P03']);

/**
 * A statement or transaction that took too long, no memory, a message the server could not take:
 * its state, or the size of what it was given.
 */
const MAYBE_TOO_LARGE = new Set(['57014', '53200', '25P03', '25P04', '08P01']);

/** Two requests with one idempotency key at the same time: the next look finds the winner. */
const RACED_CONSTRAINTS = new Set(['operator_audit_idempotency_key_key']);

/**
 * What an error of the database's client means to the pipeline.
 *
 * The work itself is at fault only when its data breaks a rule: bad data (class 22), a constraint
 * (23), a limit (54). Everything else is the server's state or its administration, from a lost
 * connection to a missing privilege; it must not cost a single message, so it is waited for.
 */
export function classifyStoreError(
  error: unknown,
  options: { readonly inDoubt?: boolean } = {},
): unknown {
  if (error instanceof pg.DatabaseError && error.code !== undefined) {
    const { code, constraint = '' } = error;
    if (CONTENTION.has(code) || RACED_CONSTRAINTS.has(constraint)) {
      return new StoreContentionError(error.message, { cause: error });
    }
    if (['22', '23', '54'].includes(code.slice(0, 2))) return error;
  }
  const message = types.isNativeError(error) ? error.message : String(error);
  const code = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
  const { inDoubt = false } = options;
  return new StoreUnavailableError(message, {
    cause: error,
    inDoubt,
    maybeTooLarge: MAYBE_TOO_LARGE.has(code),
  });
}
