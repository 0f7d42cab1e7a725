import {
  answerToParent,
  type Decision,
  type ParentRef,
  type SagaError,
  type SagaState,
} from '#engine';
import type {
  OperateResult,
  ParentAnswer,
  ReplyResult,
  SignalRejection,
  SignalResult,
  StartResult,
} from '../requests/pipeline-requests.js';
import { deadMessage } from '../dead-messages/dead-message.js';
import type { DeadMessage, DoneAction } from '#ports';
import type { PendingInput, PendingOperate, PendingReply, PendingStart } from './pending-input.js';

export function repeatedAction(
  { sagaId, request }: PendingOperate,
  done: DoneAction,
): OperateResult {
  if (done.sagaId !== sagaId || done.fingerprint !== request.fingerprint) {
    return { type: 'key-reused' };
  }
  return { type: 'done', sagaId, status: done.statusAfter, version: done.versionAfter };
}

export function doneAs(state: SagaState): OperateResult {
  const { id: sagaId, status, version } = state;
  return { type: 'done', sagaId, status, version, state };
}

export function overBudget({ message }: SagaError): StartResult {
  return { type: 'over-limit', code: 'BUDGET_EXCEEDED', detail: message };
}

export function rejectionOf(decision: Exclude<Decision, { type: 'transition' }>) {
  if (decision.type === 'rejected') return { code: decision.code, detail: decision.detail };
  return {
    code: 'STEP_STATE_CONFLICT' as const,
    detail: `it would change nothing: ${decision.reason}`,
  };
}

/** One that came before is accepted as well: it has no further effect. */
export function signalResult(decision: Decision, { status, version }: SagaState): SignalResult {
  if (decision.type !== 'rejected') return { type: 'accepted' };
  const { detail } = decision;
  // inputs/signals.ts of the engine has no others
  const code = decision.code as SignalRejection;
  return { type: 'rejected', code, detail, status, version };
}

/** A transition that ends the saga reports by the outbox. */
export function parentAnswer(
  decision: Decision,
  state: SagaState,
  asked: ParentRef['asked'],
): ParentAnswer {
  const answer = decision.type === 'transition' ? null : answerToParent(state, asked);
  if (answer === null) return { type: 'noted' };
  const { outcome, ...to } = answer;
  return { type: 'answered', to, outcome };
}

export function unknownSagaReply({ sagaId, request }: PendingReply): DeadMessage {
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

/** What happens to a saga that is there. */
export type LoadedInput = Exclude<PendingInput, PendingStart>;

/** There is no saga to which it could happen. */
export function answerToUnknown(input: LoadedInput): () => void {
  switch (input.type) {
    case 'reply':
      return () => input.resolve('set-aside');
    case 'operate':
    case 'parent':
    case 'signal':
      return () => input.resolve({ type: 'not-found' });
    case 'timer':
    case 'sent':
    case 'resend':
      return () => input.resolve();
    default:
      return input satisfies never;
  }
}

export function replyResult(decision: Decision, mayBeEarly = false): ReplyResult {
  if (decision.type === 'transition') return 'applied';
  const isUnknown = decision.type === 'ignored' && decision.reason === 'never-issued';
  return mayBeEarly && isUnknown ? 'early' : 'ignored';
}
