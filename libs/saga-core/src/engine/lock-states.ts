import type { LockState, SagaState } from './saga-state.js';

/** A state that was kept by a version without locks has no such field. */
export function locksOf({ locks }: SagaState): readonly LockState[] {
  return locks ?? [];
}
