import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sagas start on the event `order.placed`: what is still owed becomes one. */
export class ReplaceSagaStarts0000000000303 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        -- the outbox is the participant's; its migration has run before this one
        if exists (select from saga_start) then
          insert into event_outbox (event_id, event, key, data, must_be_heard)
          select gen_random_uuid(), 'order.placed', order_id, input, true
          from saga_start order by created_at;
        end if;
      end $$;
      drop table saga_start
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_start (
        order_id text primary key references customer_order,
        input text not null,
        attempts integer not null default 0,
        due_at timestamptz not null default clock_timestamp(),
        last_error text,
        created_at timestamptz not null default clock_timestamp()
      );
      create index saga_start_due on saga_start (due_at)
    `);
  }
}
