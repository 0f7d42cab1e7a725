import { isNativeError } from 'node:util/types';
import { databaseErrorOf, type DatabaseErrorKind } from '#resilience';
import { StoreContentionError, StoreUnavailableError } from '#ports';

/** Two requests with one idempotency key at the same time: the next look finds the winner. */
const RACED_CONSTRAINT = 'operator_audit_idempotency_key_key';

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
    return new StoreContentionError(message, { cause: error });
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
  return !isLast || (!isFatal && !sqlState.startsWith(CONNECTION_CLASS));
}

/** SQLSTATE class 08: proxies use it for a server that they lost. */
const CONNECTION_CLASS = '08';
