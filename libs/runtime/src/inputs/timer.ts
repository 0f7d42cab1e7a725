import type { Decision, pausing } from '#engine';
import type { KindOfSagas } from './input-kind.js';
import { unprocessable } from './unprocessable.js';

/** A timer that cannot be handled is tried again after this long: a release may have mended it. */
const POISONED_TIMER_RETRY_MS = 60 * 60 * 1000;

export const timerKind: KindOfSagas<'timer'> = {
  startsSaga: false,
  goesAhead: false,
  isAwaited: false,
  waitsForDefinition: 'never',
  // its saga is due again when the lease of the timer ends
  passOver: ({ resolve }) => resolve(),
  needsNoLock: () => false,
  noteReads({ sagaId }, reads) {
    reads.sagaIds.add(sagaId);
    reads.withWaits.add(sagaId);
  },
  decide({ sagaId, probe, resolve }, saga, definition, draft) {
    const { at, outages, unsent, heldLocks, offeredEvents } = draft.loaded;
    saga.isWoken = true;
    const events = offeredEvents.get(sagaId)?.events;
    const decision = draft.decide(saga, definition, {
      type: 'timer',
      at,
      unsent: unsent.get(sagaId) ?? [],
      heldLocks: heldLocks.get(sagaId) ?? [],
      outages,
      ...(events === undefined ? {} : { events }),
      ...(probe === undefined ? {} : { probe: probeIn(probe) }),
    });
    if (probe !== undefined && isLetThrough(decision)) draft.answer(probe.onLetThrough);
    draft.answer(resolve);
  },
  meetNoSaga({ resolve }, draft) {
    draft.answer(resolve);
  },
  async setAside({ sagaId, resolve }, cause, { store, deadMessages }) {
    await store.postponeWake(sagaId, POISONED_TIMER_RETRY_MS);
    await deadMessages.keep({
      ...unprocessable(sagaId, cause),
      source: 'timer',
      body: Buffer.alloc(0),
      properties: {},
    });
    resolve();
  },
};

function probeIn({ pauseId, mayResend }: pausing.Probe): pausing.Probe {
  return { pauseId, mayResend };
}

function isLetThrough(decision: Decision): boolean {
  if (decision.type !== 'transition') return false;
  return decision.events.some((event) => 'probe' in event && event.probe !== undefined);
}
