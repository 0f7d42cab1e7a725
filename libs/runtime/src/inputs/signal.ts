import type { Decision, SagaState } from '#engine';
import type { SignalRejection, SignalResult } from '../requests/pipeline-requests.js';
import type { KindOfSagas } from './input-kind.js';

export const signalKind: KindOfSagas<'signal'> = {
  startsSaga: false,
  goesAhead: false,
  isAwaited: true,
  waitsForDefinition: 'patiently',
  passOver: null,
  needsNoLock: () => false,
  noteReads({ sagaId }, reads) {
    reads.sagaIds.add(sagaId);
  },
  decide(pending, saga, definition, draft) {
    const { signalId: id, request } = pending;
    const { name, payload } = request;
    const input = { type: 'signal', at: draft.at, name, id, payload } as const;
    const decision = draft.decide(saga, definition, input);
    const result = signalResult(decision, saga.state);
    draft.answer(() => pending.resolve(result));
  },
  meetNoSaga({ resolve }, draft) {
    draft.answer(() => resolve({ type: 'not-found' }));
  },
  setAside: null,
};

/** One that came before is accepted as well: it has no further effect. */
function signalResult(decision: Decision, { status, version }: SagaState): SignalResult {
  if (decision.type !== 'rejected') return { type: 'accepted' };
  const { detail, faults = [] } = decision;
  // inputs/signals.ts of the engine has no others
  const code = decision.code as SignalRejection;
  return { type: 'rejected', code, detail, faults, status, version };
}
