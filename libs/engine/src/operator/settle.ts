import { refuseStep } from '../moves/attempts.js';
import { succeedByHand } from './by-hand.js';
import { reject, type Verb } from './verb.js';
import { isOpenForward } from './open-forward.js';

/** A person settled the step by hand, outside of the saga. */
export const settle: Verb<'settle'> = {
  findRejection(draft, { step, result }) {
    const state = draft.step(step);
    const isUndoing =
      state.status === 'compensating' ||
      (state.status === 'stuck' && state.direction === 'compensate');
    const isPivot = draft.definition.pivot?.name === step;
    const isUndoable = isUndoing || (isPivot && isOpenForward(state));
    if (result === 'succeeded' ? isOpenForward(state) : isUndoable) return null;
    return reject('STEP_STATE_CONFLICT', `${step} is ${state.status}, it cannot become ${result}`);
  },
  carryOut(draft, { step, result }) {
    if (result === 'succeeded') {
      succeedByHand(draft, step, null);
      return;
    }
    const definition = draft.definition.stepByName.get(step);
    if (definition?.kind === 'pivot') {
      const error = { code: 'SETTLED_UNDONE', message: 'an operator settled it as not done' };
      refuseStep(draft, definition, error);
      return;
    }
    draft.record({ type: 'step-compensated', step, result: 'settled' });
  },
};
