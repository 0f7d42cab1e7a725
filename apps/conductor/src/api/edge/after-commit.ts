import { isTransientOfStore } from '#ports';
import { ListsBusyError, ReadTooSlowError } from '#database';
import { storeUnavailable } from './api-error.js';

/** What kept the database from answering; it says nothing of what was committed before. */
export function isReadTrouble(error: unknown): boolean {
  return (
    isTransientOfStore(error) ||
    error instanceof ListsBusyError ||
    error instanceof ReadTooSlowError
  );
}

/**
 * Reads what a commit led to. A read that fails must not deny the commit: the caller is told to
 * repeat its request, which finds it done. @throws ApiError
 */
export async function readCommitted<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw isReadTrouble(error) ? storeUnavailable({ inDoubt: true }) : error;
  }
}
