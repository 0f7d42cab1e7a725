import type { BatchWrites, LoadedBatch, SagaLock } from '#ports';
import { RELEASE_LOCKS, type TurnRow } from '../sql/batch/release-locks.js';
import { LOCK_KEYS } from '../sql/batch/lock-keys.js';
import { REQUEST_LOCKS } from '../sql/batch/request-locks.js';
import type { StatementBatch } from './statement-batch.js';

/** The next holder is woken at once; this timer is for a crash in between. */
const WAKE_WITHIN_MS = 1000;

/**
 * What a batch does to semantic locks; after its other writes, so that nobody waits for a row while
 * it works on a key. Gives the sagas whose turn it is now, once it was executed. docs/STORIES.md
 * tells how locks are granted.
 */
export function addLocks(
  statements: StatementBatch,
  { lockRequests, lockReleases, lockWaits }: BatchWrites,
  { sagas }: LoadedBatch,
): () => readonly string[] {
  // a saga that was there before is not started by this transaction, whatever it does to its row
  const requests = lockRequests.filter(({ sagaId }) => !sagas.has(sagaId));
  const isAnyHandedOn = lockReleases.length + lockWaits.length > 0;
  if (requests.length === 0 && !isAnyHandedOn) return () => [];
  const keys = [...requests, ...lockReleases, ...lockWaits].map(({ key }) => key);
  const ended = lockReleases.filter(({ key }) => key === null).map(({ sagaId }) => sagaId);
  statements.add({ ...LOCK_KEYS, values: [keys.filter((key) => key !== null), ended] });
  if (requests.length > 0) statements.add({ ...REQUEST_LOCKS, values: pairs(requests) });
  if (!isAnyHandedOn) return () => [];
  const values = [...pairs(lockReleases), ...pairs(lockWaits), WAKE_WITHIN_MS];
  const turns = statements.add<TurnRow>({ ...RELEASE_LOCKS, values });
  return () => turns().rows.map(({ saga_id }) => saga_id);
}

function pairs(
  locks: readonly { readonly sagaId: string; readonly key: SagaLock['key'] | null }[],
): readonly unknown[] {
  return [locks.map(({ sagaId }) => sagaId), locks.map(({ key }) => key)];
}
