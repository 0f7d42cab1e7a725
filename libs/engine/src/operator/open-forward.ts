import type { StepState } from '../state/saga-state.js';

/** Executing, asked about, waiting, or stuck on the way forward. */
export function isOpenForward(state: StepState): boolean {
  const { status } = state;
  if (status === 'stuck') return state.direction !== 'compensate';
  return status === 'executing' || status === 'inquiring' || status === 'waiting';
}
