import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the broker would not take is found without reading all that is on its way. */
export class FindUndelivered0000000000115 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index outbox_undelivered on outbox (created_at) where last_error is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index outbox_undelivered`);
  }
}
