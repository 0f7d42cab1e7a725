import type { DelayDocument } from '../read/delay-action.js';
import type { Places } from '../types/expression-places.js';
import { compilePeriod } from './period.js';
import type { Action, DocumentPlace } from './step-place.js';

export function compileDelay(
  { step }: DocumentPlace,
  { delay }: DelayDocument,
  at: Places,
): Action['delay'] | null {
  const period = delay === null ? null : compilePeriod(delay, at(`${step.path}/delay`));
  return period === null ? null : { type: 'delay', delay: period };
}
