import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAudit0000000000106 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table operator_audit (
        id uuid primary key,
        at timestamptz not null default clock_timestamp(),
        actor text not null,
        action text not null,
        saga_id uuid not null,
        reason text not null,
        -- the request as JSON
        request text not null,
        -- one action for all requests with the same key and fingerprint
        idempotency_key text unique,
        fingerprint text not null,
        status_before text not null,
        version_before integer not null,
        status_after text not null,
        version_after integer not null
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
