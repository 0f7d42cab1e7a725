import type { SagaDefinition } from '#definition';
import { nextWakeAt, type pausing, type SagaState } from '#engine';

/** A saga while the batch is decided. */
export interface OpenSaga {
  state: SagaState;
  readonly before: SagaState;
  readonly wakeAtBefore: number | null;
  /** Its timer was looked at: its `wakeAt` is to be exact. */
  isWoken: boolean;
  /** It waits, or waited before this batch, for events of services. */
  awaitsEvents: boolean;
  /** What may hold a part of it; null: it was not decided. */
  pausedBy: {
    readonly definition: SagaDefinition;
    readonly pauses: readonly pausing.Pause[];
    readonly at: number;
  } | null;
}

/**
 * An early wake is harmless and finds nothing due; moving `wakeAt` costs two index entries. So it
 * stays where it is as long as it is early enough, until it was looked at.
 */
export function chooseWakeAt(saga: OpenSaga): number | null {
  const { state, before, wakeAtBefore, isWoken, pausedBy } = saga;
  if (state.version === before.version && !isWoken) return wakeAtBefore;
  const next = nextWakeAt(state, pausedBy ?? undefined);
  if (next === null || isWoken || wakeAtBefore === null) return next;
  return Math.min(next, wakeAtBefore);
}
