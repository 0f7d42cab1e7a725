import pg from 'pg';
import { StoreUnavailableError } from '#ports';

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
export class StatementFailedError extends Error {
  readonly code = 'STATEMENT_FAILED';

  /** @param sqlState five characters, `42703` */
  constructor(readonly sqlState: string) {
    super(`a statement failed (SQLSTATE ${sqlState})`);
  }
}

const QUERY_CANCELED = '57014';
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * What an error of the database's client means to whoever reads. Wrong values and wrong statements
 * are told apart from a server that cannot answer now, as in `classifyStoreError`: whatever is
 * neither is the server's state.
 */
export function classifyReadError(error: unknown): unknown {
  const cause = driverErrorOf(error);
  if (cause instanceof pg.DatabaseError && cause.code !== undefined) {
    const { code } = cause;
    if (isOfValue(code)) return new ValueRefusedError(code);
    if (code === QUERY_CANCELED) return new ReadTooSlowError('the read took too long');
    if (code.startsWith('42') && code !== INSUFFICIENT_PRIVILEGE) {
      return new StatementFailedError(code);
    }
  } else if (cause instanceof TypeError || cause instanceof RangeError) {
    return cause;
  }
  return new StoreUnavailableError('the database cannot answer now', { cause });
}

/**
 * The SQLSTATE of an error that says a value is wrong, also of one that came by the saga store;
 * null: it says something else.
 */
export function refusedValueOf(error: unknown): string | null {
  if (error instanceof ValueRefusedError) return error.sqlState;
  const cause = driverErrorOf(error);
  const code = cause instanceof pg.DatabaseError ? cause.code : undefined;
  return code !== undefined && isOfValue(code) ? code : null;
}

/** The SQLSTATE of whatever the database's client threw; null: it is no error of the database. */
export function sqlStateOf(error: unknown): string | null {
  if (error instanceof StatementFailedError) return error.sqlState;
  if (error instanceof StoreUnavailableError) return sqlStateOf(error.cause);
  const cause = driverErrorOf(error);
  return cause instanceof pg.DatabaseError ? (cause.code ?? null) : null;
}

/** Bad data, a broken rule, a limit: classes 22, 23 and 54. */
function isOfValue(sqlState: string): boolean {
  return ['22', '23', '54'].includes(sqlState.slice(0, 2));
}

/** TypeORM puts an error of its own around, with the statement and all its values. */
function driverErrorOf(error: unknown): unknown {
  const { driverError } = (error ?? {}) as { readonly driverError?: unknown };
  return driverError ?? error;
}
