import type { Decision, SagaEvent } from '#engine';
import type { LoadedBatch, LockRelease, SagaLock } from '#ports';
import type { OpenSaga } from './open-saga.js';

const ENDS = new Set<SagaEvent['type']>(['saga-completed', 'saga-compensated', 'saga-abandoned']);

/** What a transition asks for and gives back; all of it in the transaction that ends the saga. */
export function noteLocks(
  { state, events }: Extract<Decision, { type: 'transition' }>,
  writes: { readonly lockRequests: SagaLock[]; readonly lockReleases: LockRelease[] },
): void {
  const { id: sagaId, endedAt } = state;
  for (const event of events) {
    if (event.type === 'locks-requested') {
      writes.lockRequests.push(...event.locks.map(({ key }) => ({ sagaId, key })));
    } else if (event.type === 'lock-released') {
      writes.lockReleases.push({ sagaId, key: event.key });
    } else if (ENDS.has(event.type) && endedAt !== null && state.locks.length > 0) {
      writes.lockReleases.push({ sagaId, key: null });
    }
  }
}

/** What the batch's sagas wait for when it is done with them; also those that it did not get to. */
export function waitsOf(
  loaded: LoadedBatch['sagas'],
  open: ReadonlyMap<string, OpenSaga>,
): readonly SagaLock[] {
  const waits: SagaLock[] = [];
  for (const [sagaId, stored] of loaded) {
    const state = open.get(sagaId)?.state ?? stored.state;
    if (state.endedAt !== null || state.abort !== null) continue;
    for (const { key, status } of state.locks) {
      if (status === 'waiting') waits.push({ sagaId, key });
    }
  }
  return waits;
}
