import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row for each saga that an operator has paused, written with the transition. The saga's state
 * has the pause; this table tells how many there are.
 */
export class CreateSagaPauses0000000000123 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_pause (
        saga_id uuid primary key,
        since timestamptz not null,
        "by" text not null,
        reason text not null
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table saga_pause`);
  }
}
