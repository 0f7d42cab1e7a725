import type { StepDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import { modeOf } from '../modes/mode-of.js';
import { charsOf, receivedFault } from '../state/kept.js';
import { isAborted } from '../state/step-rules.js';
import { succeedByHand } from './by-hand.js';
import { isOpenForward } from './open-forward.js';
import { reject, type Rejection, type Verb } from './verb.js';

/** Go on as if the step had succeeded with this output. */
export const skip: Verb<'skip'> = {
  findRejection(draft, { step, output = null }) {
    if (isAborted(draft.state)) {
      return reject('ALREADY_COMPENSATING', 'the saga goes backward: settle the step as undone');
    }
    const whyNot = modeOf(draft).operators.whyNoSkip(draft.definition.stepByName.get(step));
    if (whyNot !== null) return reject('STEP_STATE_CONFLICT', whyNot);
    const state = draft.step(step);
    if (!isOpenForward(state)) {
      return reject('STEP_STATE_CONFLICT', `${step} is ${state.status}, there is nothing to skip`);
    }
    const misfit = rejectMisfit(draft.definition.stepByName.get(step), output);
    if (misfit !== null) return misfit;
    const fault = receivedFault(draft.state, charsOf(output));
    return fault && reject('SAGA_FULL', fault.message);
  },
  carryOut: (draft, { step, output = null }) => succeedByHand(draft, step, output),
};

/** What comes after a wait relies on its `payloadSchema`, and on null. */
function rejectMisfit(step: StepDefinition | undefined, output: JsonValue): Rejection | null {
  if (step?.type !== 'wait' || output === null) return null;
  const [fault] = step.payload.check(output);
  if (fault === undefined) return null;
  const detail = `the output does not fit the payloadSchema of ${step.name}: `;
  return reject('SIGNAL_PAYLOAD_INVALID', `${detail}${fault.path || '/'} ${fault.message}`);
}
