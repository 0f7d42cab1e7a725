import type { StepState } from './saga-state.js';

/** `stuck`: waits for a person. `retrying`: something went wrong, and attempts are left. */
export type TroubleKind = 'stuck' | 'retrying';

/** null: nothing is wrong with the step now. */
export function troubleOf(step: StepState): TroubleKind | null {
  if (step.status === 'stuck') return 'stuck';
  if (!('exchange' in step)) return null;
  const { attempt, phase } = step.exchange;
  // a pause holds its first attempt back, or it is in flight
  const isFirst = attempt === 0 || (attempt === 1 && phase === 'in-flight');
  return isFirst ? null : 'retrying';
}
