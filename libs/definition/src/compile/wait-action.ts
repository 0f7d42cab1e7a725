import { DURATION_MAX_MS } from '#protocol';
import type { WaitStep } from '../model/saga-definition.js';
import type { WaitDocument } from '../read/wait-action.js';
import type { Places } from '../types/expression-places.js';
import { compilePeriod } from './period.js';
import type { Action, DocumentPlace } from './step-place.js';

/** A wait that names no end still has one: nothing is waited for without a timer. */
const WAIT_MS_DEFAULT = DURATION_MAX_MS;

/** Until an instant of the input: nobody knows. */
export function longestWaitMs({ timeout }: WaitStep): number {
  return typeof timeout === 'number' ? timeout : 0;
}

export function compileWait(
  { step }: DocumentPlace,
  { signal, timeout: written, onTimeout }: WaitDocument,
  at: Places,
): Action['wait'] | null {
  const timeout = compilePeriod(written ?? WAIT_MS_DEFAULT, at(`${step.path}/wait/timeout`));
  if (signal === null || timeout === null) return null;
  return { does: 'wait', signal, timeout, onTimeout };
}
