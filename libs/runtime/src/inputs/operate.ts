import type { SagaDefinition } from '#definition';
import { type Decision, type OperatorInput, type SagaState, operators } from '#engine';
import type { AuditEntry, DoneAction, LoadedBatch, SagaLock } from '#ports';
import { previewHash } from '#preview';
import type { JsonValue } from '#protocol';
import type { BatchDraft } from '../planning/batch-draft.js';
import type { OpenSaga } from '../planning/open-saga.js';
import type { PendingOperate } from '../planning/pending-input.js';
import type { OperateRequest, OperateResult } from '../requests/pipeline-requests.js';
import type { KindOfSagas } from './input-kind.js';

export const operateKind: KindOfSagas<'operate'> = {
  startsSaga: false,
  goesAhead: true,
  isAwaited: true,
  waitsForDefinition: 'patiently',
  passOver: null,
  needsNoLock: () => false,
  noteReads({ sagaId, actionKey, request }, reads) {
    reads.sagaIds.add(sagaId);
    reads.actionKeys.push(actionKey);
    // a saga that has ended may have left the lock
    if (request.action.name === 'release-lock') reads.withWaits.add(sagaId);
  },
  decide(pending, saga, definition, draft) {
    const result = operate(pending, saga, definition, draft);
    draft.answer(() => pending.resolve(result));
  },
  meetNoSaga({ resolve }, draft) {
    draft.answer(() => resolve({ type: 'not-found' }));
  },
  setAside: null,
};

function operate(
  pending: PendingOperate,
  saga: OpenSaga,
  definition: SagaDefinition,
  draft: BatchDraft,
): OperateResult {
  const { request, sagaId, actionKey } = pending;
  const done = draft.doneActionOf(actionKey);
  if (done) return repeatedAction(pending, done);
  const before = saga.state;
  const input = operatorInput(request, draft.at);
  const pauses = draft.pausesOf(saga, input.target ?? definition);
  if (isOutdated(request, { definition, state: before, pauses }, input)) {
    const { status, version } = before;
    return { type: 'outdated', state: before, status, version };
  }
  const decision = draft.decide(saga, definition, input);
  if (decision.type !== 'transition') {
    const left = leftLock(request, before, draft.loaded.heldLocks);
    if (left === null) {
      const { status, version } = before;
      return { type: 'rejected', ...rejectionOf(decision), status, version };
    }
    if (isOtherLock(request, before, draft.at)) {
      const { status, version } = before;
      return { type: 'outdated', state: before, status, version };
    }
    draft.writes.lockReleases.push(left);
  }
  const entry = auditEntry(pending, { at: draft.at, before, after: saga.state });
  const { fingerprint, statusAfter, versionAfter } = entry;
  draft.noteAction(actionKey, { sagaId, fingerprint, statusAfter, versionAfter });
  draft.writes.audit.push(entry);
  return doneAs(saga.state);
}

/**
 * The action would do something else than it was previewed to do. What the state does not allow is
 * refused for its own reason. Decided on the locked state, so that nothing comes in between.
 */
function isOutdated(
  { previewHash: expected }: OperateRequest,
  saga: operators.ActedOn,
  input: OperatorInput,
): boolean {
  if (expected === undefined) return false;
  const foreseen = operators.foresee(saga, input);
  return foreseen.type === 'transition' && previewHash(foreseen.consequences) !== expected;
}

/** An operator's action as an input of the engine. */
function operatorInput(request: OperateRequest, at: number): OperatorInput {
  const { action, actor, reason, confirmedBy, expectedVersion, target } = request;
  return {
    ...({ type: 'operator', at, action, actor, reason } as const),
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(target === undefined ? {} : { target }),
  };
}

function repeatedAction({ sagaId, request }: PendingOperate, done: DoneAction): OperateResult {
  if (done.sagaId !== sagaId || done.fingerprint !== request.fingerprint) {
    return { type: 'key-reused' };
  }
  return { type: 'done', sagaId, status: done.statusAfter, version: done.versionAfter };
}

function doneAs(state: SagaState): OperateResult {
  const { id: sagaId, status, version } = state;
  return { type: 'done', sagaId, status, version, state };
}

function rejectionOf(decision: Exclude<Decision, { type: 'transition' }>) {
  if (decision.type === 'rejected') return { code: decision.code, detail: decision.detail };
  return {
    code: 'STEP_STATE_CONFLICT' as const,
    detail: `it would change nothing: ${decision.reason}`,
  };
}

/**
 * A lock that a saga has left behind with its end, and that an operator wants released: the saga
 * cannot change any more, but the lock can be taken away. null: that is not what it is about.
 */
function leftLock(
  { sagaId, action, expectedVersion }: OperateRequest,
  { endedAt, version }: SagaState,
  heldLocks: LoadedBatch['heldLocks'],
): SagaLock | null {
  if (action.name !== 'release-lock' || endedAt === null) return null;
  if (expectedVersion !== undefined && expectedVersion !== version) return null;
  const { key } = action;
  const isHeld = heldLocks.get(sagaId)?.some((lock) => lock.key === key) === true;
  return isHeld ? { sagaId, key } : null;
}

/** The preview that the operator confirms was of something else. */
function isOtherLock(
  { action, previewHash: expected }: OperateRequest,
  state: SagaState,
  at: number,
) {
  if (expected === undefined || action.name !== 'release-lock') return false;
  return previewHash(operators.lockLeftBehind(state, action, at)) !== expected;
}

const UNSAID: AuditEntry['origin'] = {
  via: 'api',
  credential: null,
  previewHash: null,
  operationId: null,
};

/** Who did what to a saga, and what came of it. */
function auditEntry(
  { request, sagaId, auditId, actionKey }: PendingOperate,
  done: { readonly at: number; readonly before: SagaState; readonly after: SagaState },
): AuditEntry {
  const { action, actor, reason, fingerprint, previewHash: previewed = null } = request;
  const { at, before, after } = done;
  return {
    id: auditId,
    at,
    actor,
    action: action.name,
    sagaId,
    reason,
    fingerprint,
    request: { ...action } as unknown as JsonValue,
    origin: { ...UNSAID, ...request.origin, previewHash: previewed },
    idempotencyKey: actionKey,
    statusBefore: before.status,
    versionBefore: before.version,
    statusAfter: after.status,
    versionAfter: after.version,
  };
}
