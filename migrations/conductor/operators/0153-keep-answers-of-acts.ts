import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TRIM_AUDIT } from './0138-seal-the-audit-log.js';

/** What an act under an `Idempotency-Key` was answered (docs/decisions/0112). */
export class KeepAnswersOfActs0000000000153 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table act_answer (
        idempotency_key text collate "C" primary key,
        -- of the request: the same key with another one is refused
        fingerprint text not null,
        status integer not null,
        location text,
        -- JSON; null: it is not kept
        body text,
        at timestamptz not null default clock_timestamp(),
        constraint answer_is_bounded check (octet_length(body) <= 262144)
      );
      create index act_answer_at on act_answer (at)
    `);
    await runner.query(TRIM_AUDIT_ONCE);
    await runner.query(TRIM_AUDIT_AS_BEFORE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(TRIM_AUDIT.replace('create function', 'create or replace function'));
    await runner.query(`
      drop function trim_audit(timestamptz, text, text, integer, text, text, text, text);
      drop table act_answer
    `);
  }
}

/** As `TRIM_AUDIT`, with the idempotency key of the call and the hash of its request. */
const TRIM_AUDIT_ONCE = `
  create function trim_audit(
    older_than timestamptz, by_actor text, why text, most integer, by_way text,
    with_credential text, with_key text, with_fingerprint text
  ) returns integer language plpgsql set search_path from current as $$
  declare
    last_seq bigint;
    last_hash bytea;
    trimmed integer;
  begin
    -- waits for whoever seals
    perform pg_advisory_xact_lock(7263115);
    select seal_seq, seal_hash into last_seq, last_hash from (
      select seal_seq, seal_hash, bool_and(at < older_than) over (order by seal_seq) as is_old
        from (select seal_seq, seal_hash, at from operator_audit
               where seal_seq is not null order by seal_seq limit most) as beginning) as part
     where is_old order by seal_seq desc limit 1;
    if last_seq is null then return 0; end if;
    perform set_config('conductor.trims_audit', 'on', true);
    delete from operator_audit where seal_seq <= last_seq;
    get diagnostics trimmed = row_count;
    perform set_config('conductor.trims_audit', '', true);
    insert into operator_audit
      (id, actor, via, credential, action, subject_kind, subject_id, reason, request,
       idempotency_key, fingerprint, after)
    values
      (gen_random_uuid(), by_actor, by_way, with_credential, 'trim-audit', 'audit',
       last_seq::text, why,
       json_build_object('olderThan', older_than), with_key, with_fingerprint,
       json_build_object('records', trimmed, 'seq', last_seq,
                         'hash', encode(last_hash, 'hex')));
    return trimmed;
  end $$`;

/** For those who have no key, and for the release before. */
const TRIM_AUDIT_AS_BEFORE = `
  create or replace function trim_audit(
    older_than timestamptz, by_actor text, why text, most integer default 10000,
    by_way text default 'conductor', with_credential text default null
  ) returns integer language sql set search_path from current as $$
    select trim_audit(older_than, by_actor, why, most, by_way, with_credential, null, '')
  $$`;
