import type { SagaInput } from '#engine';
import type { PendingResend } from '../planning/pending-input.js';
import type { KindOfSagas } from './input-kind.js';

export const resendKind: KindOfSagas<'resend'> = {
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
    draft.decide(saga, definition, resendInput(pending, draft.at));
    draft.answer(pending.resolve);
  },
  meetNoSaga({ resolve }, draft) {
    draft.answer(resolve);
  },
  setAside: null,
};

/** Lost commands, as the engine takes them. */
function resendInput(
  { participants }: PendingResend,
  at: number,
): Extract<SagaInput, { type: 'resend' }> {
  return participants === null ? { type: 'resend', at } : { type: 'resend', at, participants };
}
