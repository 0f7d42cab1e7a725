import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sagas that were undone or given up and have no error: few, so that those that have none of some
 * codes are found without reading all that have one of them. A saga that completes never writes
 * into it. Built while the table is in use, and therefore without a transaction.
 */
export class IndexSagasWithoutError0000000000150 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // one that was left unfinished is of no use, and in the way
    await runner.query(`drop index concurrently if exists saga_without_error`);
    await runner.query(`
      create index concurrently saga_without_error on saga (status, id)
        where error_code is null and status in ('compensated', 'abandoned')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index if exists saga_without_error`);
  }
}
