import type { BatchWrites, SagaLock } from '#saga-runtime';
import { LOCK_KEYS } from '../sql/lock-keys.js';
import { NEXT_HOLDERS, type HolderRow } from '../sql/next-holders.js';
import { RELEASE_LOCKS } from '../sql/release-locks.js';
import { REQUEST_LOCKS } from '../sql/request-locks.js';
import type { Flight } from './flight.js';

/**
 * What a batch does to semantic locks; after its other writes, so that nobody waits for a row while
 * it works on a key. Gives the sagas that hold now what was given back, once it landed.
 */
export function addLocks(
  flight: Flight,
  { lockRequests, lockReleases }: BatchWrites,
): () => readonly string[] {
  if (lockRequests.length + lockReleases.length === 0) return () => [];
  const keys = [...lockRequests, ...lockReleases].map(({ key }) => key);
  flight.add({ ...LOCK_KEYS, values: [keys] });
  if (lockRequests.length > 0) {
    flight.add({ ...REQUEST_LOCKS, values: pairs(lockRequests) });
  }
  if (lockReleases.length === 0) return () => [];
  flight.add({ ...RELEASE_LOCKS, values: pairs(lockReleases) });
  const freed = lockReleases.map(({ key }) => key);
  const holders = flight.add<HolderRow>({ ...NEXT_HOLDERS, values: [freed] });
  return () => holders().rows.map(({ saga_id }) => saga_id);
}

function pairs(locks: readonly SagaLock[]): readonly unknown[] {
  return [locks.map(({ sagaId }) => sagaId), locks.map(({ key }) => key)];
}
