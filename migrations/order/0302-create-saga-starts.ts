import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSagaStarts0000000000302 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- an outbox: sagas that the conductor is yet to be asked for; gone once it has answered
      create table saga_start (
        order_id text primary key references customer_order,
        -- the saga's input as JSON text
        input text not null,
        attempts integer not null default 0,
        -- whoever asks moves it on, so that nobody else asks meanwhile
        due_at timestamptz not null default clock_timestamp(),
        last_error text,
        created_at timestamptz not null default clock_timestamp()
      );
      create index saga_start_due on saga_start (due_at)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga_start
    `);
  }
}
