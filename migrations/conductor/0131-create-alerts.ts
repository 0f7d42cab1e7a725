import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people were told of, and the messages that tell them (docs/decisions/0097). */
export class CreateAlerts0000000000131 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- something that is not as it should be, whether or not people were told of it yet
      create table alert (
        key text collate "C" primary key,
        -- as JSON
        state text not null,
        constraint alert_is_bounded check (length(key) <= 200 and length(state) <= 16384)
      ) with (fillfactor = 50);

      -- a message on one route: the outbox of alerts, and their log
      create table alert_delivery (
        id uuid primary key,
        route text collate "C" not null,
        event text collate "C" not null,
        key text collate "C" not null,
        title text not null,
        -- as JSON
        message text not null,
        created_at timestamptz not null default clock_timestamp(),
        tries integer not null default 0,
        -- null: it was sent, or given up
        next_try_at timestamptz default clock_timestamp(),
        sent_at timestamptz,
        last_error text,
        constraint delivery_is_bounded
          check (length(message) <= 16384 and length(title) <= 500 and length(last_error) <= 500)
      ) with (fillfactor = 70);
      create index alert_delivery_due on alert_delivery (next_try_at)
        where next_try_at is not null;
      create index alert_delivery_created on alert_delivery (created_at, id)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table alert_delivery;
      drop table alert
    `);
  }
}
