import type { Correlation } from '#contracts';
import type { SagaDefinition } from '#definition';
import type { Decision, ReplyInput, ReplyOutcome } from '#engine';
import type { DeadMessage } from '#ports';
import { deadMessage } from '../dead-messages/dead-message.js';
import type { BatchDraft } from '../planning/batch-draft.js';
import type { OpenSaga } from '../planning/open-saga.js';
import type { PendingReply } from '../planning/pending-input.js';
import type { ReplyRequest, ReplyResult } from '../requests/pipeline-requests.js';
import type { KindOfSagas } from './input-kind.js';
import { unprocessable } from './unprocessable.js';

export const replyKind: KindOfSagas<'reply'> = {
  startsSaga: false,
  goesAhead: false,
  isAwaited: false,
  waitsForDefinition: 'for-ever',
  passOver: null,
  needsNoLock: () => true,
  noteReads({ sagaId }, reads) {
    reads.sagaIds.add(sagaId);
  },
  decide: decideReply,
  meetNoSaga(pending, draft) {
    draft.writes.deadMessages.push(unknownSagaReply(pending));
    draft.answer(() => pending.resolve('set-aside'));
  },
  async setAside({ sagaId, request, resolve }, cause, { deadMessages }) {
    const { body, properties } = request;
    await deadMessages.keep({
      ...unprocessable(sagaId, cause),
      source: 'reply',
      body,
      properties,
    });
    resolve('set-aside');
  },
};

function decideReply(
  pending: PendingReply,
  saga: OpenSaga,
  definition: SagaDefinition,
  draft: BatchDraft,
): void {
  const { correlation, outcome, mayBeEarly } = pending.request;
  const decision = draft.decide(saga, definition, replyInput(pending.request, draft.at));
  const result = replyResult(decision, mayBeEarly && definition.mode === 'routing-slip');
  if (decision.type === 'ignored' && result === 'ignored') {
    const { reason } = decision;
    draft.writes.ignoredReplies.push({ ...correlation, outcome: outcome.type, reason });
  }
  draft.answer(() => pending.resolve(result));
}

/** A reply as the engine takes it. */
export function replyInput(request: ReplyRequest, at: number): ReplyInput {
  const { correlation, outcome, tookMs, forwarded, trail } = request;
  const took = tookMs === undefined ? {} : { tookMs };
  const input = { type: 'reply', at, ...placeOf(correlation, outcome), ...took } as const;
  if (!forwarded && !trail?.length) return input;
  const earlier = (trail ?? []).map((entry) => placeOf(entry.correlation, entry.outcome));
  return { ...input, forwarded: forwarded === true, trail: earlier };
}

function placeOf(correlation: Correlation, outcome: ReplyOutcome) {
  const { step, iteration, direction, attempt } = correlation;
  return { step, iteration, direction, attempt, outcome };
}

/** Elsewhere than on a routing slip, the conductor has sent every command that is answered. */
function replyResult(decision: Decision, mayBeEarly = false): ReplyResult {
  if (decision.type === 'transition') return 'applied';
  const isUnknown = decision.type === 'ignored' && decision.reason === 'never-issued';
  return mayBeEarly && isUnknown ? 'early' : 'ignored';
}

function unknownSagaReply({ sagaId, request }: PendingReply): DeadMessage {
  const { step, attempt } = request.correlation;
  return deadMessage({
    source: 'reply',
    reason: 'UNKNOWN_SAGA',
    detail: `a signed reply to attempt ${attempt} of ${step}, whose saga is not in the database`,
    sagaId,
    body: request.body,
    properties: request.properties,
  });
}
