import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { JsonValue } from '#protocol';
import { StatementBatch } from '../store/statement-batch.js';
import { storable } from '../store/storable-text.js';
import type { Act } from './act.js';
import { approvalIn } from '../sql/audit/approval-in.js';

/** More of a request, or of what it changed, is not kept: the log is for reading. */
const JSON_BYTES_MAX = 16 * 1024;

/**
 * Writes an act into the audit log, in the transaction that the client is in: it is recorded if
 * and only if it was done. An act on a saga by the pipeline is written by the pipeline.
 *
 * Gives the id of its record.
 * @throws the client's error; a constraint `operator_audit_idempotency_key_key`: the key is taken
 */
export async function recordAct(client: Pick<ClientBase, 'query'>, act: Act): Promise<string> {
  const id = randomUUID();
  await client.query(actStatement(act, id));
  return id;
}

/**
 * The same for stores that say what an error means.
 * @throws StoreContentionError the key is taken; see `classifyStoreError`
 */
export async function recordActInStore(client: ClientBase, act: Act): Promise<void> {
  const recording = new StatementBatch(client);
  recording.add(actStatement(act));
  await recording.execute();
}

/** The statement of `recordAct`, for those who send several at once. */
export function actStatement(act: Act, id: string = randomUUID()) {
  const { subject, outcome } = act;
  const isAbout = (kind: string): string | null => (subject.kind === kind ? subject.id : null);
  const isOther = subject.kind !== 'saga' && subject.kind !== 'definition';
  const refused = outcome.type === 'refused' ? outcome : null;
  const values = [
    id,
    storable(act.actor),
    act.via,
    act.credential ?? null,
    act.action,
    isAbout('saga'),
    isAbout('definition'),
    isOther ? subject.kind : null,
    isOther ? storable(subject.id) : null,
    storable(act.reason),
    jsonText(act.request),
    act.idempotencyKey ?? null,
    act.fingerprint ?? '',
    outcome.type,
    refused?.code ?? null,
    refused?.times ?? 1,
    act.previewHash ?? null,
    act.operationId ?? approvalIn(act.credential ?? null),
    act.before === null ? null : jsonText(act.before),
    act.after === null ? null : jsonText(act.after),
  ];
  return { name: 'record-act', text: RECORD_ACT, values };
}

const RECORD_ACT = `
  insert into operator_audit
    (id, actor, via, credential, action, saga_id, definition_name, subject_kind, subject_id,
     reason, request, idempotency_key, fingerprint, outcome, refusal, times, preview_hash,
     operation_id, before, after)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
          $20)`;

function jsonText(value: JsonValue): string {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  return bytes <= JSON_BYTES_MAX ? text : JSON.stringify({ omitted: true, bytes });
}
