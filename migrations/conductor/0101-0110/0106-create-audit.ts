import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAudit0000000000106 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table operator_audit (
        id uuid primary key,
        at timestamptz not null default clock_timestamp(),
        actor text not null,
        action text not null,
        -- it is about a saga or about a definition
        saga_id uuid,
        definition_name text,
        reason text not null,
        -- the request as JSON
        request text not null,
        -- one action for all requests with the same key and fingerprint
        idempotency_key text collate "C" unique,
        fingerprint text not null,
        -- null: of a definition that was posted, there was none before
        status_before text,
        version_before integer,
        status_after text not null,
        version_after integer not null,
        constraint about_one_thing check ((saga_id is null) <> (definition_name is null))
      );

      create index operator_audit_saga on operator_audit (saga_id, at)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table operator_audit
    `);
  }
}
