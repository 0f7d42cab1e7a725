import { DURATION_MAX_MS } from '#protocol';
import type { WaitStep } from '../model/saga-definition.js';
import type { WaitDocument } from '../read/wait-action.js';
import type { Action, DocumentPlace } from './step-place.js';

/** A wait that names no end still has one: nothing is waited for without a timer. */
const WAIT_MS_DEFAULT = DURATION_MAX_MS;

export function longestWaitMs({ timeoutMs }: WaitStep): number {
  return timeoutMs;
}

export function compileWait(
  _place: DocumentPlace,
  { signal, timeoutMs, onTimeout }: WaitDocument,
): Action['wait'] | null {
  if (signal === null) return null;
  return { does: 'wait', signal, timeoutMs: timeoutMs ?? WAIT_MS_DEFAULT, onTimeout };
}
