import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log is append-only, and sealed by a chain of hashes (docs/decisions/0099). What an
 * earlier release writes has no seal at first, like everything else, and is sealed as well.
 */
export class SealTheAuditLog0000000000138 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table operator_audit
        -- its place in the chain; null: it waits for its seal
        add column seal_seq bigint unique check (seal_seq >= 1),
        -- over the record, its place, and the hash before
        add column seal_hash bytea check (length(seal_hash) = 32),
        -- listeners are told of it when it is sealed; false: it was there before
        add column is_told boolean not null default false,
        add constraint sealed_whole check ((seal_seq is null) = (seal_hash is null));
      alter table operator_audit alter column is_told set default true;

      create index operator_audit_unsealed on operator_audit (at, id) where seal_seq is null;

      create function refuse_audit_change() returns trigger language plpgsql
        set search_path from current as $$
      begin
        if tg_op = 'UPDATE' then
          -- a record is sealed once, and nothing else of it changes
          if old.seal_seq is null and new.seal_seq is not null then
            old.seal_seq := new.seal_seq;
            old.seal_hash := new.seal_hash;
            if old is not distinct from new then return new; end if;
          end if;
        elsif tg_op = 'DELETE' then
          if current_setting('conductor.trims_audit', true) = 'on' then return old; end if;
        end if;
        raise exception 'the audit log is append-only: % is refused', lower(tg_op)
          using errcode = '23514';
      end $$;

      create trigger audit_kept before update or delete on operator_audit
        for each row execute function refuse_audit_change();
      create trigger audit_not_emptied before truncate on operator_audit
        for each statement execute function refuse_audit_change();
    `);
    await runner.query(TRIM_AUDIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function trim_audit;
      drop trigger audit_kept on operator_audit;
      drop trigger audit_not_emptied on operator_audit;
      drop function refuse_audit_change;
      drop index operator_audit_unsealed;
      alter table operator_audit
        drop constraint sealed_whole, drop column seal_seq, drop column seal_hash,
        drop column is_told
    `);
  }
}

/**
 * The retention of the audit log: deletes the records at the beginning of the chain that are older,
 * at most so many. It is an act, which keeps the hash from which the chain goes on. Gives how many
 * it deleted.
 */
export const TRIM_AUDIT = `
  create function trim_audit(
    older_than timestamptz, by_actor text, why text, most integer default 10000,
    by_way text default 'conductor', with_credential text default null
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
      (id, actor, via, credential, action, subject_kind, subject_id, reason, request, fingerprint,
       after)
    values
      (gen_random_uuid(), by_actor, by_way, with_credential, 'trim-audit', 'audit',
       last_seq::text, why,
       json_build_object('olderThan', older_than), '',
       json_build_object('records', trimmed, 'seq', last_seq,
                         'hash', encode(last_hash, 'hex')));
    return trimmed;
  end $$`;
