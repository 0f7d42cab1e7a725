import type { KindOfSagas } from './input-kind.js';

/**
 * Its timeout begins anew, and it leaves the outbox with that. If it shares a row, that stays until
 * all of it was confirmed; if its process dies before, it is published, and told, again.
 */
export const sentKind: KindOfSagas<'sent'> = {
  startsSaga: false,
  goesAhead: false,
  isAwaited: false,
  waitsForDefinition: 'patiently',
  // it is in the outbox, and published again
  passOver: ({ resolve }) => resolve(),
  needsNoLock: () => false,
  noteReads({ sagaId }, reads) {
    reads.sagaIds.add(sagaId);
  },
  decide({ messageId, resolve }, saga, definition, draft) {
    draft.decide(saga, definition, { type: 'sent', at: draft.at, messageId });
    draft.writes.sentMessageIds.push(messageId);
    draft.answer(resolve);
  },
  meetNoSaga({ messageId, resolve }, draft) {
    draft.writes.sentMessageIds.push(messageId);
    draft.answer(resolve);
  },
  async setAside({ messageId, resolve }, _cause, { store }) {
    // its saga is at fault, and will be when it is published again
    await store.deleteSent({ messageIds: [messageId], batchIds: [] });
    resolve();
  },
};
