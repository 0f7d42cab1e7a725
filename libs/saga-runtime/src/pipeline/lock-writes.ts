import type { Decision, SagaEvent } from '#saga-core';
import type { SagaLock } from '../ports/saga-store.js';

const ENDS = new Set<SagaEvent['type']>(['saga-completed', 'saga-compensated', 'saga-abandoned']);

/** What a transition asks for and gives back; all of it in the transaction that ends the saga. */
export function noteLocks(
  { state, events }: Extract<Decision, { type: 'transition' }>,
  writes: { readonly lockRequests: SagaLock[]; readonly lockReleases: SagaLock[] },
): void {
  const { id: sagaId, endedAt, locks } = state;
  for (const event of events) {
    if (event.type === 'locks-requested') {
      writes.lockRequests.push(...event.locks.map(({ key }) => ({ sagaId, key })));
    } else if (event.type === 'lock-released') {
      writes.lockReleases.push({ sagaId, key: event.key });
    } else if (ENDS.has(event.type) && endedAt !== null) {
      // a state that was kept by a version without locks has no such field
      writes.lockReleases.push(...(locks ?? []).map(({ key }) => ({ sagaId, key })));
    }
  }
}
