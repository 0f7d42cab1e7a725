import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which replica reads which reply queue (docs/decisions/0085). */
export class CreateReplyQueues0000000000119 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reply_queue (
        number smallint primary key check (number between 0 and 63),
        -- who reads it; it may be gone
        replica uuid not null,
        -- one more with each replica that takes it
        fence integer not null check (fence >= 1),
        -- the replica names it in its commands
        is_home boolean not null,
        leased_at timestamptz not null default clock_timestamp()
      ) with (fillfactor = 50)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table reply_queue`);
  }
}
