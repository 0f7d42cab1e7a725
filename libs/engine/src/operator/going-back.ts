import { isAborted, isPivotPassed } from '../state/step-rules.js';
import type { Draft } from '../transition/draft.js';
import { reject, type Rejection } from './verb.js';

/** The check shared by the verbs that take a saga back. */
export function rejectGoingBack({ definition, state }: Draft): Rejection | null {
  if (isAborted(state)) return reject('ALREADY_COMPENSATING', 'the saga is already going back');
  if (!isPivotPassed(definition, state)) return null;
  return reject('PIVOT_PASSED', 'the pivot is passed: the saga only goes forward');
}
