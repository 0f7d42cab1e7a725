import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done and undone. Deliberately without unique constraints, so that duplicates show. */
export class CreateLedger0000000009901 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger (
        id bigint generated always as identity primary key,
        at timestamptz not null default clock_timestamp(),
        what text not null check (what in ('do', 'undo')),
        key text not null,
        saga_id uuid not null,
        step text not null,
        iteration integer not null,
        attempt integer not null
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ledger');
  }
}
