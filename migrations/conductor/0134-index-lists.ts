import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists and counts of millions of ended sagas: one index has those of a version and status in order
 * of id, and one has all in the order in which they ended. Sagas with an error are found by its
 * code; others are not in that index. Built while the table is in use, and therefore without a
 * transaction.
 */
export class IndexLists0000000000134 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, rest] of Object.entries(INDEXES)) {
      // one that was left unfinished is of no use, and in the way
      await runner.query(`drop index concurrently if exists ${name}`);
      await runner.query(`create index concurrently ${name} on saga ${rest}`);
    }
    // saga_ended_at has what it had
    await runner.query(`drop index concurrently if exists saga_ended`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index if not exists saga_ended on saga (definition_name, status, ended_at)
        where ended_at is not null
    `);
    for (const name of Object.keys(INDEXES)) await runner.query(`drop index if exists ${name}`);
  }
}

const INDEXES = {
  saga_ended_at: `(ended_at) include (definition_name, definition_version, status)
    where ended_at is not null`,
  saga_ended_version: `(definition_name, definition_version, status, id)
    where ended_at is not null`,
  saga_error_code: `(error_code collate "C", status, id)
    include (definition_name, definition_version) where error_code is not null`,
};
