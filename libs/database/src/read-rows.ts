import { isTransientOfStore } from '#ports';
import { ListsBusyError, classifyReadError } from './read-errors.js';

/** Runs one statement; a `DataSource` of TypeORM is one, too. */
export interface Reader {
  query<Result>(sql: string, parameters?: unknown[]): Promise<Result>;
}

/**
 * Runs one statement and gives its rows.
 * @throws StoreUnavailableError, ReadTooSlowError, ListsBusyError, ValueRefusedError; of a reader
 * that classifies errors itself (`Lookups`), what it says
 */
export async function readRows<Row>(
  reader: Reader,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<Row[]> {
  try {
    return await reader.query<Row[]>(sql, [...parameters]);
  } catch (error) {
    if (error instanceof ListsBusyError || isTransientOfStore(error)) throw error;
    throw classifyReadError(error);
  }
}
