import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit log takes acts that are about anything, and acts that were refused. A release before
 * goes on to write its rows: what is new has a default, or may be left out.
 */
export class RecordEveryAct0000000000137 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table operator_audit
        -- how the act came: console, cli, api, …; null: an earlier release wrote it
        add column via text,
        -- the name of the key that was shown; null: none was
        add column credential text,
        -- what it is about, if that is neither a saga nor a definition
        add column subject_kind text collate "C",
        add column subject_id text collate "C",
        add column outcome text not null default 'done' check (outcome in ('done', 'refused')),
        -- of one that was refused: the code that the caller was given
        add column refusal text,
        -- equal refusals share a row
        add column times integer not null default 1 check (times >= 1),
        add column preview_hash text,
        -- one for all acts of a bulk
        add column operation_id uuid,
        -- as JSON, where a status and a version do not say it
        add column before text,
        add column after text,
        alter column status_after drop not null,
        alter column version_after drop not null,
        drop constraint about_one_thing,
        add constraint about_one_thing check (
          num_nonnulls(saga_id, definition_name, subject_kind) = 1
          and (subject_kind is null) = (subject_id is null)),
        add constraint refused_with_a_code check ((outcome = 'refused') = (refusal is not null));

      create index operator_audit_at on operator_audit (at, id);
      create index operator_audit_actor on operator_audit (actor collate "C", at, id);
      create index operator_audit_subject
        on operator_audit (subject_kind, subject_id, at, id)
        where subject_kind is not null;
      create index operator_audit_definition
        on operator_audit (definition_name collate "C", at, id) where definition_name is not null;
      create index operator_audit_operation
        on operator_audit (operation_id, at, id) where operation_id is not null
    `);
  }

  /** Rows that the release before cannot have are deleted: it has no place for them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from operator_audit where subject_kind is not null or outcome = 'refused';
      drop index operator_audit_at, operator_audit_actor, operator_audit_subject,
        operator_audit_definition, operator_audit_operation;
      alter table operator_audit
        drop constraint about_one_thing,
        drop constraint refused_with_a_code,
        drop column via, drop column credential, drop column subject_kind,
        drop column subject_id, drop column outcome, drop column refusal, drop column times,
        drop column preview_hash, drop column operation_id, drop column before,
        drop column after,
        alter column status_after set not null,
        alter column version_after set not null,
        add constraint about_one_thing check ((saga_id is null) <> (definition_name is null))
    `);
  }
}
