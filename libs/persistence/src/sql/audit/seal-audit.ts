import { AUDIT_DIGEST } from './audit-digest.js';

/** One replica seals at a time; `trim_audit` takes the same lock. */
export const LOCK_CHAIN = {
  name: 'lock-audit-chain',
  text: 'select pg_try_advisory_xact_lock(7263115) as is_mine',
};

/** The end of the chain. When all of it was trimmed, the act that did it has its end. */
export const READ_CHAIN_END = {
  name: 'read-audit-chain-end',
  text: `
    (select seal_seq::text as seq, encode(seal_hash, 'hex') as hash from operator_audit
      where seal_seq is not null order by seal_seq desc limit 1)
    union all
    (select after::json->>'seq', after::json->>'hash' from operator_audit
      where subject_kind = 'audit' and action = 'trim-audit' and outcome = 'done'
      order by at desc, id desc limit 1)
    limit 1`,
};

export interface ChainEndRow {
  readonly seq: string;
  readonly hash: string;
}

/** $1 how many. In the order in which they happened, as far as they are committed. */
export const READ_UNSEALED = {
  name: 'read-unsealed',
  text: `
    select id, encode(${AUDIT_DIGEST}, 'hex') as digest, is_told,
           to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
           actor, via, credential, action, saga_id, definition_name, subject_kind, subject_id,
           reason, outcome, refusal, times, preview_hash, operation_id, status_before,
           version_before, status_after, version_after
      from (select * from operator_audit where seal_seq is null
             order by operator_audit.at, operator_audit.id limit $1) as act
     order by act.at, act.id`,
};

export interface UnsealedRow {
  readonly id: string;
  readonly digest: string;
  readonly is_told: boolean;
  readonly at: string;
  readonly actor: string;
  readonly via: string | null;
  readonly credential: string | null;
  readonly action: string;
  readonly saga_id: string | null;
  readonly definition_name: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly reason: string;
  readonly outcome: string;
  readonly refusal: string | null;
  readonly times: number;
  readonly preview_hash: string | null;
  readonly operation_id: string | null;
  readonly status_before: string | null;
  readonly version_before: number | null;
  readonly status_after: string | null;
  readonly version_after: number | null;
}

/**
 * $1 uuid[] of records, $2 bigint[] their places, $3 text[] their hashes in hexadecimal; $4 text[]
 * ids of messages, $5 uuid[] of the records that they tell of, $6 text[] the messages.
 */
export const WRITE_SEALS = {
  name: 'write-seals',
  text: `
    with told as (
      insert into outbox (message_id, saga_id, message, lease_until)
      select message_id, audit_id, message, clock_timestamp()
        from unnest($4::text[], $5::uuid[], $6::text[]) as told (message_id, audit_id, message)
      on conflict do nothing)
    update operator_audit set seal_seq = seal.seq, seal_hash = decode(seal.hash, 'hex')
      from unnest($1::uuid[], $2::bigint[], $3::text[]) as seal (id, seq, hash)
     where operator_audit.id = any($1::uuid[]) and operator_audit.id = seal.id`,
};
