import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a stream gave before its end is found by its saga, however much was set aside. */
export class FindPartialReplies0000000000127 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index dead_message_partial on dead_message (saga_id)
        where reason = 'PARTIAL_RESPONSE'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index dead_message_partial`);
  }
}
