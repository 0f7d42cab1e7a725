import { isNativeError } from 'node:util/types';
import { databaseErrorOf, type DatabaseErrorKind } from '#resilience';
import { StoreContentionError, StoreUnavailableError } from '#ports';

/** Two requests with one idempotency key at the same time: the next look finds the winner. */
const RACED_CONSTRAINT = 'operator_audit_idempotency_key_key';

/** Whether somebody else did an act under this key at the same time. */
export function isRacedKey(thrown: unknown): boolean {
  return databaseErrorOf(thrown).constraint === RACED_CONSTRAINT;
}

/**
 * What an error of the database's client means to the pipeline.
 *
 * The work itself is at fault only when its data breaks a rule: bad data, a constraint, a limit.
 * Everything else is the server's state or its administration, from a lost connection to a missing
 * privilege; it must not cost a single message, so it is waited for.
 */
export function classifyStoreError(
  thrown: unknown,
  { inDoubt = false }: { readonly inDoubt?: boolean } = {},
): unknown {
  const { kind, condition, constraint, error } = databaseErrorOf(thrown);
  const message = isNativeError(error) ? error.message : String(error);
  if (kind === 'contention' || constraint === RACED_CONSTRAINT) {
    return new StoreContentionError(message, { cause: error, inDoubt });
  }
  if (isOfValue(kind)) return error;
  // its state, or the size of what it was given
  const maybeTooLarge =
    kind === 'timeout' || kind === 'out-of-memory' || condition === 'protocol_violation';
  return new StoreUnavailableError(message, { cause: error, inDoubt, maybeTooLarge });
}

/** Whoever gave the value is at fault. */
export function isOfValue(kind: DatabaseErrorKind): boolean {
  return kind === 'value' || kind === 'constraint';
}

/**
 * The server refused a statement, and with it the transaction: that is certain. So is a refusal of
 * the last statement, which commits, unless it came with the end of the connection.
 */
export function isRefusal(thrown: unknown, { isLast }: { readonly isLast: boolean }): boolean {
  const { sqlState, isFatal } = databaseErrorOf(thrown);
  if (sqlState === null) return false;
  const isCertain = !sqlState.startsWith(CONNECTION_CLASS) && sqlState !== COMPLETION_UNKNOWN;
  return !isLast || (!isFatal && isCertain);
}

/**
 * What was thrown once the commit was answered, as the pipeline is to take it: the work is done,
 * whatever is wrong with the rest, so it is repeated, which finds it done.
 */
export function afterCommit(thrown: unknown): Error {
  const message = isNativeError(thrown) ? thrown.message : String(thrown);
  const how = { cause: thrown, inDoubt: true };
  return thrown instanceof StoreUnavailableError
    ? new StoreUnavailableError(message, how)
    : new StoreContentionError(message, how);
}

/** Class 40, but nothing that is certainly undone: `statement_completion_unknown`. */
const COMPLETION_UNKNOWN = '40003';
/** SQLSTATE class 08: proxies use it for a server that they lost. */
const CONNECTION_CLASS = '08';
