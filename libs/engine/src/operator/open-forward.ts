import type { StepState } from '../state/saga-state.js';

/** Executing, being inquired about, waiting, or stuck going forward. */
export function isOpenForward(state: StepState): boolean {
  const { status } = state;
  if (status === 'stuck') return state.direction !== 'compensate';
  return status === 'executing' || status === 'inquiring' || status === 'waiting';
}
