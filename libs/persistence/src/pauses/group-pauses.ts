import type { pausing, SagaError } from '#engine';
import { fingerprintOfFailure } from '#failures';
import { shortError } from '../store/saga-summary.js';
import { NO_ERROR } from '../store/saga-troubles.js';

/** Errors of which the answer is remembered; sagas of a group have mostly the same. */
const REMEMBERED_MAX = 1_000;

/** What a pause of a group knows its sagas by: nothing where the scope is another one. */
export function groupPart(scope: pausing.PauseScope): Pick<pausing.Pause, 'isOfGroup'> {
  if (!('failureGroup' in scope)) return {};
  const { failureGroup, place } = scope;
  const known = new Map<string, boolean>();
  const isOfGroup = (error: SagaError | null): boolean => {
    // as its row of `saga_failure` has it
    const { code, message } = error === null ? NO_ERROR : shortError(error);
    const key = `${code} ${message}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const isOf = fingerprintOfFailure({ ...place, code, message }) === failureGroup;
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, isOf);
    return isOf;
  };
  return { isOfGroup };
}
