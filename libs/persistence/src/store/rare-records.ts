import { KEPT_EVENTS_MAX, type AuditEntry, type AwaitedEvents, type DeadMessage } from '#ports';

export function auditRecord(entry: AuditEntry) {
  return {
    id: entry.id,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    saga_id: entry.sagaId,
    reason: entry.reason,
    request: JSON.stringify(entry.request),
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
  ];
}

/** The parameters of KEEP_EVENT. */
export function keptEventParameters(arrived: Parameters<AwaitedEvents['keepEvent']>[0]): unknown[] {
  const { event, key, id, definition, ttlMs } = arrived;
  const data = JSON.stringify(arrived.data);
  const { definition: ofDefinition, key: ofKey } = KEPT_EVENTS_MAX;
  const limits = [ofDefinition.events, ofDefinition.bytes, ofKey.events, ofKey.bytes];
  return [event, key, id, definition, data, Buffer.byteLength(data), ttlMs, ...limits];
}
