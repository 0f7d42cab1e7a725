import { rootOf } from './child-target.js';
import type { ChildReport } from './decision.js';
import type { ReplyOutcome } from './saga-input.js';
import type { ParentRef, SagaState } from './saga-state.js';

/** The report of an ended saga to its parent; null: it has no parent, or has not ended. */
export function reportToParent(state: SagaState): ChildReport | null {
  const answer = state.parent ? answerToParent(state, state.parent.asked) : null;
  if (answer === null) return null;
  const { outcome, ...to } = answer;
  const { id: sagaId, version } = state;
  const messageId = `${sagaId}/${version}/report`;
  return { type: 'child-report', messageId, sagaId, root: rootOf(state), to, outcome };
}

function outcomeFor(state: SagaState, direction: ParentRef['asked']['direction']): ReplyOutcome {
  const { status, output, error } = state;
  if (status === 'abandoned') {
    // nobody knows what the abandoned saga left behind, so its parent needs a person too
    return direction === 'compensate'
      ? { type: 'refused', error: ABANDONED }
      : { type: 'errored', error: ABANDONED };
  }
  if (direction === 'compensate') {
    if (status === 'completed') return { type: 'refused', error: PAST_PIVOT };
    return { type: 'succeeded', output: { result: 'undone' } };
  }
  if (status === 'completed') return { type: 'succeeded', output };
  const { code, message } = error ?? { code: TAKEN_BACK, message: 'it was taken back' };
  // the remains of its own abandoned child were handled, so this saga left nothing behind
  const said = code === ABANDONED.code ? TAKEN_BACK : code;
  return { type: 'refused', error: { code: said, message } };
}

const TAKEN_BACK = 'CHILD_COMPENSATED';
export const ABANDONED = { code: 'CHILD_ABANDONED', message: 'the child saga was abandoned' };
const PAST_PIVOT = {
  code: 'CHILD_PAST_PIVOT',
  message: 'the child saga is past its pivot and cannot be undone',
};

/** The answer of an ended saga to its parent's command; null: it has not ended, or no parent. */
export function answerToParent(
  state: SagaState,
  { direction, attempt }: ParentRef['asked'],
): (ChildReport['to'] & { readonly outcome: ReplyOutcome }) | null {
  const { parent } = state;
  if (!parent || state.endedAt === null) return null;
  const { sagaId, step, iteration } = parent;
  const outcome = outcomeFor(state, direction);
  return { sagaId, step, iteration, direction, attempt, outcome };
}
