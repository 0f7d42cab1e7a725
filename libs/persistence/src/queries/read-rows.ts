import type { DataSource } from 'typeorm';
import { StoreUnavailableError } from '#saga-runtime';

/**
 * SQLSTATE classes that say: not now. Connection trouble, resources, an operator's shutdown,
 * a lock or statement that took too long, a read-only server.
 */
const UNAVAILABLE = /^(08|53|57|25006|55P03|40001|40P01)/;
/** Errors of the socket and of the pool carry no SQLSTATE. */
const UNREACHABLE = new RegExp(
  [
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
    ...['timeout exceeded when', 'Connection terminated', 'Query read timeout'],
    ...['Client has encountered a connection error', 'not queryable'],
  ].join('|'),
);

/** Runs one statement and gives its rows. @throws StoreUnavailableError */
export async function readRows<Row>(
  dataSource: DataSource,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    return await dataSource.query<Row[]>(sql, [...parameters]);
  } catch (error) {
    throw isUnavailable(error)
      ? new StoreUnavailableError('the database cannot answer now', { cause: error })
      : error;
  }
}

function isUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && (UNAVAILABLE.test(code) || UNREACHABLE.test(code))) return true;
  return typeof message === 'string' && UNREACHABLE.test(message);
}
