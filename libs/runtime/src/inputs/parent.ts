import { answerToParent, type Decision, type ParentRef, type SagaState } from '#engine';
import type { ParentAnswer } from '../requests/pipeline-requests.js';
import type { KindOfSagas } from './input-kind.js';

export const parentKind: KindOfSagas<'parent'> = {
  startsSaga: false,
  goesAhead: false,
  isAwaited: false,
  waitsForDefinition: 'patiently',
  passOver: null,
  needsNoLock: () => false,
  noteReads({ sagaId }, reads) {
    reads.sagaIds.add(sagaId);
  },
  decide(pending, saga, definition, draft) {
    const { asked } = pending.request;
    const decision = draft.decide(saga, definition, { type: 'parent', at: draft.at, asked });
    const result = parentAnswer(decision, saga.state, asked);
    draft.answer(() => pending.resolve(result));
  },
  meetNoSaga({ resolve }, draft) {
    draft.answer(() => resolve({ type: 'not-found' }));
  },
  setAside: null,
};

/** A transition that ends the saga reports by the outbox. */
function parentAnswer(
  decision: Decision,
  state: SagaState,
  asked: ParentRef['asked'],
): ParentAnswer {
  const answer = decision.type === 'transition' ? null : answerToParent(state, asked);
  if (answer === null) return { type: 'noted' };
  const { outcome, ...to } = answer;
  return { type: 'answered', to, outcome };
}
