import type { JsonValue } from '#protocol';
import type { SagaState } from '#engine';
import type { AuditEntry } from '#ports';
import type { PendingOperate } from './pending-input.js';

/** Who did what to a saga, and what came of it. */
export function auditEntry(
  { request, sagaId, auditId, actionKey }: PendingOperate,
  done: { readonly at: number; readonly before: SagaState; readonly after: SagaState },
): AuditEntry {
  const { action, actor, reason, fingerprint } = request;
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
    idempotencyKey: actionKey,
    statusBefore: before.status,
    versionBefore: before.version,
    statusAfter: after.status,
    versionAfter: after.version,
  };
}
