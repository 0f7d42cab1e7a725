import { randomUUID } from 'node:crypto';
import type { Act, ActSubject } from './act.js';
import { approvalOf } from '../sql/audit/approval-in.js';

/** Who acts, how and why, and under which idempotency key. */
export type ActOrigin = Pick<
  Act,
  'actor' | 'via' | 'credential' | 'reason' | 'idempotencyKey' | 'fingerprint'
>;

/** The first seven parameters of a statement with an `audited` part. */
export function originParameters(origin: ActOrigin): unknown[] {
  const { actor, via, credential = null, reason } = origin;
  const { idempotencyKey = null, fingerprint = '' } = origin;
  return [randomUUID(), actor, via, credential, reason, idempotencyKey, fingerprint];
}

/**
 * The part of a statement that records an act beside the change itself: in one trip, and in one
 * transaction. `from` gives `subject`, `before` and `after` (JSON as text, or null), a row for each
 * act; none: nothing was done. The first seven parameters are those of `originParameters`.
 */
export function audited(kind: ActSubject['kind'], action: string, from: string): string {
  const isSaga = kind === 'saga';
  return `audited as (
    insert into operator_audit
      (id, actor, via, credential, reason, action, saga_id, subject_kind, subject_id, request,
       idempotency_key, fingerprint, operation_id, before, after)
    select $1::uuid, $2::text, $3::text, $4::text, $5::text, '${action}',
           ${isSaga ? 'subject::uuid' : 'null'}, ${isSaga ? 'null' : `'${kind}'`},
           ${isSaga ? 'null' : 'subject::text'}, '{}', $6::text, $7::text,
           ${approvalOf('$4')},
           before::text, after::text
      from (${from}) as act)`;
}
