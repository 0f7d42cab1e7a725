import type { DelayStep } from '../model/saga-definition.js';
import type { DelayDocument } from '../read/delay-action.js';
import type { Places } from '../types/expression-places.js';
import { compilePeriod } from './period.js';
import type { Action, DocumentPlace } from './step-place.js';

/** Until an instant of the input: nobody knows. */
export function longestDelayMs({ delay }: DelayStep): number {
  return typeof delay === 'number' ? delay : 0;
}

export function compileDelay(
  { step }: DocumentPlace,
  { delay }: DelayDocument,
  at: Places,
): Action['delay'] | null {
  const period = delay === null ? null : compilePeriod(delay, at(`${step.path}/delay`));
  return period === null ? null : { type: 'delay', delay: period };
}
