import { compileTextMapping } from '#expressions';
import type { DelayStep } from '../model/saga-definition.js';
import type { DelayDocument } from '../read/delay-action.js';
import type { Places } from '../types/expression-places.js';
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
  if (typeof delay === 'number') return { does: 'delay', delay };
  const place = at(`${step.path}/delay`);
  const until = delay === null ? null : compileTextMapping(delay, 'string', place);
  return until ? { does: 'delay', delay: until.mapping } : null;
}
