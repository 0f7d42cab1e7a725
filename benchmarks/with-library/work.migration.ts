import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a participant with the library did for a step, and whether that was undone. */
export class CreateWork0000000009901 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table work (
        command_key text primary key,
        order_id text not null,
        amount numeric(12, 2) not null,
        status text not null default 'done' check (status in ('done', 'undone')),
        created_at timestamptz not null default clock_timestamp()
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table work');
  }
}
