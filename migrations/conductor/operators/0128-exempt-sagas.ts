import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sagas that no retention deletes. The foreign key refuses the deletion of an exempt saga, whoever
 * tries it and however.
 */
export class ExemptSagas0000000000128 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table retention_exemption (
        saga_id uuid primary key references saga (id),
        actor text not null,
        reason text not null,
        created_at timestamptz not null default clock_timestamp()
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table retention_exemption`);
  }
}
