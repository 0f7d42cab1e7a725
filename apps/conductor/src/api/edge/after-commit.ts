import { isTransientOfStore } from '#ports';
import { ListsBusyError, ReadTooSlowError } from '#database';
import { storeUnavailable } from './api-error.js';

/** The error that kept the database from answering. It does not deny what was committed before. */
export function isReadTrouble(error: unknown): boolean {
  return (
    isTransientOfStore(error) ||
    error instanceof ListsBusyError ||
    error instanceof ReadTooSlowError
  );
}

/**
 * Reads the result of a commit. A failed read must not deny the commit: the caller is told to
 * repeat its request, which then finds the work done. @throws ApiError
 */
export async function readCommitted<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw isReadTrouble(error) ? storeUnavailable({ inDoubt: true }) : error;
  }
}
