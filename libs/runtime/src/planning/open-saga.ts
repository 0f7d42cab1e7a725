import { nextWakeAt, type SagaState } from '#engine';

/** A saga while the batch is decided. */
export interface OpenSaga {
  state: SagaState;
  readonly before: SagaState;
  readonly wakeAtBefore: number | null;
  /** Its timer was looked at: its `wakeAt` is to be exact. */
  isWoken: boolean;
  /** It waits, or waited before this batch, for events of services. */
  awaitsEvents: boolean;
}

/**
 * An early wake is harmless and finds nothing due; moving `wakeAt` costs two index entries. So it
 * stays where it is as long as it is early enough, until it was looked at.
 */
export function chooseWakeAt({ state, before, wakeAtBefore, isWoken }: OpenSaga): number | null {
  if (state.version === before.version && !isWoken) return wakeAtBefore;
  const next = nextWakeAt(state);
  if (next === null || isWoken || wakeAtBefore === null) return next;
  return Math.min(next, wakeAtBefore);
}
