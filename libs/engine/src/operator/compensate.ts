import { modeOf } from '../modes/mode-of.js';
import { decideAbort } from '../moves/backward.js';
import { askBackward } from '../advance/forward.js';
import { hasBegun, isPivotOpen } from '../state/step-rules.js';
import type { Draft } from '../transition/draft.js';
import { rejectGoingBack } from './going-back.js';
import { reject, type Rejection, type Verb } from './verb.js';

/** Go back now: all the way, or rewind to just before `toStep` and then forward again. */
export const compensate: Verb<'compensate'> = {
  findRejection(draft, { toStep }) {
    const rejection = rejectGoingBack(draft);
    return rejection ?? (toStep === undefined ? null : rejectRewind(draft, toStep));
  },
  carryOut(draft, { toStep }) {
    if (toStep === undefined) askBackward(draft, 'compensate');
    else decideAbort(draft, { reason: 'rewind', step: null, toStep, error: null });
  },
};

function rejectRewind(draft: Draft, toStep: string): Rejection | null {
  const step = draft.definition.stepByName.get(toStep);
  if (step === undefined) return reject('STEP_UNKNOWN', `the saga has no step ${toStep}`);
  if (draft.state.abort !== null) {
    return reject('ALREADY_COMPENSATING', 'the saga is already going back');
  }
  const whyNot = modeOf(draft).operators.whyNoRewind();
  if (whyNot !== null) return reject('STEP_STATE_CONFLICT', whyNot);
  if (isPivotOpen(draft.definition, draft.state)) {
    return reject(
      'STEP_STATE_CONFLICT',
      'the pivot is in flight: use cancel, which asks what became of it',
    );
  }
  const { status } = draft.step(toStep);
  if (hasBegun(draft.state, step) || status === 'succeeded' || status === 'caught') return null;
  return reject('STEP_STATE_CONFLICT', `${toStep} is ${status}, there is nothing to undo`);
}
