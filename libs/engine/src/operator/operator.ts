import { findStep } from '../state/iterations.js';
import type { OperatorAction, OperatorInput } from '../state/saga-input.js';
import type { Draft } from '../transition/draft.js';
import { reject, type Rejection, type Verb } from './verb.js';
import { VERBS } from './verbs.js';

/**
 * Carries out an operator's action if the state allows it; null: done. Because of the version
 * check, two operators, or an operator and a timer, cause only one new attempt.
 */
export function operate(draft: Draft, input: OperatorInput): Rejection | null {
  const { state } = draft;
  const { action, actor, reason, expectedVersion } = input;
  if (state.endedAt !== null) return reject('SAGA_ENDED', `the saga is ${state.status}`);
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    const detail = `expected version ${expectedVersion}, the saga is at ${state.version}`;
    return reject('VERSION_CONFLICT', detail);
  }
  const verb = verbOf(action);
  const rejection = rejectUnknownStep(draft, action) ?? verb.findRejection(draft, action, input);
  if (rejection !== null) return rejection;
  draft.record({ type: 'operator-acted', action, actor, reason });
  verb.carryOut(draft, action, input);
  return null;
}

/** The table pairs each name with the verb of that name, which its types cannot say of a union. */
function verbOf({ name }: OperatorAction): Verb<OperatorAction['name']> {
  return VERBS[name] as Verb<OperatorAction['name']>;
}

function rejectUnknownStep(draft: Draft, action: OperatorAction): Rejection | null {
  if (!('step' in action) || action.step === undefined) return null;
  if (findStep(draft.definition, draft.state, action.step) !== null) return null;
  return reject('STEP_UNKNOWN', `the saga has no step ${action.step}`);
}
