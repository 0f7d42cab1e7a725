import { StoreContentionError } from '#ports';
import { NotConnectedError } from './not-connected.js';
import { classifyStoreError, isRacedKey } from './store-errors.js';
import { classifyReadError, clientErrorOf, refusedValueOf, sqlStateOf } from './read-errors.js';
import { type Reader } from './read-rows.js';

/**
 * Runs one statement that writes and is its own transaction, and gives its rows. Nobody asked for
 * too much here; and where the answer was lost, it may have been done.
 * @throws StoreUnavailableError, StoreContentionError, ValueRefusedError
 */
export async function writeRows<Row>(
  writer: Reader,
  sql: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  try {
    return await writer.query<Row[]>(sql, [...parameters]);
  } catch (error) {
    throw classifyWriteError(error);
  }
}

/** `Lookups` puts an error of its own around. */
function classifyWriteError(error: unknown): unknown {
  // `Lookups` has said so already
  if (error instanceof StoreContentionError) return error;
  const cause = clientErrorOf(error);
  if (isRacedKey(cause)) return classifyStoreError(cause);
  if (refusedValueOf(error) !== null) return classifyReadError(error);
  const wasSent = !(cause instanceof NotConnectedError);
  // what the server itself says, it says of a statement that it has undone
  const inDoubt = wasSent && sqlStateOf(cause) === null;
  return classifyStoreError(cause, { inDoubt });
}
