import { databaseErrorOf } from '#resilience';
import { StoreUnavailableError } from '#ports';
import { isOfValue } from './store-errors.js';

/**
 * The database refused a value: out of range, no such text, a rule of the table. Whoever gave the
 * value is at fault. Says neither the statement nor its values: they may be somebody's secrets.
 */
export class ValueRefusedError extends Error {
  readonly code = 'VALUE_REFUSED';

  /** @param sqlState five characters, `22003` */
  constructor(readonly sqlState: string) {
    super(`the database refused a value (SQLSTATE ${sqlState})`);
  }
}

/** A read took longer than a read may. Asked for less, it would have been done. */
export class ReadTooSlowError extends Error {
  readonly code = 'READ_TOO_SLOW';
}

/** As many lists are read and waited for as there may be: the caller is to come back. */
export class ListsBusyError extends Error {
  readonly code = 'LISTS_BUSY';
}

/** A statement of ours is wrong. Says neither the statement nor its values. */
class StatementFailedError extends Error {
  readonly code = 'STATEMENT_FAILED';

  /** @param sqlState five characters, `42703` */
  constructor(readonly sqlState: string) {
    super(`a statement failed (SQLSTATE ${sqlState})`);
  }
}

/**
 * What an error of the database's client means to whoever reads. Wrong values and wrong statements
 * are told apart from a server that cannot answer now, as in `classifyStoreError`: whatever is
 * neither is the server's state.
 */
export function classifyReadError(thrown: unknown): unknown {
  const { kind, condition, sqlState, error } = databaseErrorOf(thrown);
  if (sqlState !== null) {
    if (isOfValue(kind)) return new ValueRefusedError(sqlState);
    if (kind === 'timeout') return new ReadTooSlowError('the read took too long');
    if (kind === 'statement' && condition !== 'insufficient_privilege') {
      return new StatementFailedError(sqlState);
    }
  } else if (error instanceof TypeError || error instanceof RangeError) {
    return error;
  }
  return new StoreUnavailableError('the database cannot answer now', { cause: error });
}

/**
 * The SQLSTATE of an error that says a value is wrong, also of one that came by the saga store;
 * null: it says something else.
 */
export function refusedValueOf(error: unknown): string | null {
  if (error instanceof ValueRefusedError) return error.sqlState;
  const { kind, sqlState } = databaseErrorOf(error);
  return isOfValue(kind) ? sqlState : null;
}

/** The SQLSTATE of whatever the database's client threw; null: it is no error of the server. */
export function sqlStateOf(error: unknown): string | null {
  if (error instanceof StatementFailedError) return error.sqlState;
  return databaseErrorOf(clientErrorOf(error)).sqlState;
}

/** A missing table, column or privilege, which waiting (a migration) or a person fixes. */
export function isOfStatement(error: unknown): boolean {
  if (error instanceof StatementFailedError) return true;
  return databaseErrorOf(clientErrorOf(error)).kind === 'statement';
}

/** What the database's client said, where it was put into the words of the store. */
export function clientErrorOf(error: unknown): unknown {
  return error instanceof StoreUnavailableError ? error.cause : error;
}
