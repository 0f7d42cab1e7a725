import {
  KEPT_EVENTS_MAX,
  type AuditEntry,
  type AwaitedEvents,
  type BatchWrites,
  type DeadMessage,
} from '#ports';
import { approvalIn } from '../sql/audit/approval-in.js';

export function auditRecord(entry: AuditEntry) {
  return {
    id: entry.id,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    saga_id: entry.sagaId,
    reason: entry.reason,
    request: JSON.stringify(entry.request),
    via: entry.origin.via,
    credential: entry.origin.credential,
    preview_hash: entry.origin.previewHash,
    operation_id: entry.origin.operationId ?? approvalIn(entry.origin.credential),
    idempotency_key: entry.idempotencyKey,
    fingerprint: entry.fingerprint,
    status_before: entry.statusBefore,
    version_before: entry.versionBefore,
    status_after: entry.statusAfter,
    version_after: entry.versionAfter,
  };
}

/** One array for each column: JSON would not carry the bodies. */
export function deadMessageParameters(messages: readonly DeadMessage[]): unknown[] {
  return [
    messages.map(({ id }) => id),
    messages.map(({ source }) => source),
    messages.map(({ reason }) => reason),
    // what a person reads may quote anything; a text column takes no U+0000
    messages.map(({ detail }) => detail.replaceAll('\u0000', '')),
    messages.map(({ sagaId }) => sagaId),
    messages.map(({ body }) => body),
    messages.map(({ bytes }) => bytes),
    messages.map(({ sha256 }) => sha256),
    messages.map(({ properties }) => JSON.stringify(properties)),
    // names on the broker are bytes; one that is no text of the database is not kept
    messages.map(({ publishedTo }) => storable(publishedTo?.exchange)),
    messages.map(({ publishedTo }) => storable(publishedTo?.routingKey)),
  ];
}

function storable(name: string | undefined): string | null {
  return name === undefined || name.includes('\u0000') ? null : name;
}

/** The parameters of KEEP_EVENT. */
export function keptEventParameters(arrived: Parameters<AwaitedEvents['keepEvent']>[0]): unknown[] {
  const { event, key, id, definition, ttlMs } = arrived;
  const data = JSON.stringify(arrived.data);
  const { definition: ofDefinition, key: ofKey } = KEPT_EVENTS_MAX;
  const limits = [ofDefinition.events, ofDefinition.bytes, ofKey.events, ofKey.bytes];
  return [event, key, id, definition, data, Buffer.byteLength(data), ttlMs, ...limits];
}

/** The parameters of NOTE_SAGA_PAUSES. */
export function sagaPauseParameters(changes: BatchWrites['sagaPauses']): unknown[] {
  const records = changes.map(({ sagaId, paused }) => {
    return { saga_id: sagaId, ...(paused ?? { since: null }) };
  });
  return [JSON.stringify(records)];
}

/** The parameters of HOLD_SAGAS, in the order in which all transactions write them. */
export function holdParameters(holds: BatchWrites['holds']): unknown[] {
  const records = holds.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return [records.map(({ pauseId }) => pauseId), records.map(({ sagaId }) => sagaId)];
}

function orderOf({ sagaId, pauseId }: BatchWrites['holds'][number]): string {
  return `${sagaId}/${pauseId}`;
}
