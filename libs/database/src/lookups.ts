import type { Reader } from './read-rows.js';
import { classifyStoreError } from './store-errors.js';

/**
 * Reads for what moves sagas. Nobody asked for too much here, and no message is at fault for a
 * statement that took too long or does not fit the tables of a migration: as in the saga store,
 * only a value that the database refuses is an error of its own, and everything else is waited for.
 */
export class Lookups implements Reader {
  constructor(private readonly reader: Reader) {}

  /** @throws StoreUnavailableError, StoreContentionError, or what says that a value is wrong */
  async query<Result>(sql: string, parameters?: unknown[]): Promise<Result> {
    try {
      return await this.reader.query<Result>(sql, parameters);
    } catch (error) {
      throw classifyStoreError(error);
    }
  }
}
