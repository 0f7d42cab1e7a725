import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEventOutbox0000000000202 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- domain events, written in the transaction of what happened; gone once the broker has them
      create table event_outbox (
        -- oldest first
        position bigint generated always as identity primary key,
        -- the message's id: however often it is published, it is one event
        event_id uuid not null unique,
        -- its name, and the routing key
        event text not null check (event <> ''),
        -- events of one key are published in order; null: in no order
        key text collate "C",
        -- JSON
        data text not null,
        -- false: an event for which there is no queue is done with. true: it is tried again
        must_be_heard boolean not null,
        created_at timestamptz not null default clock_timestamp(),
        -- whoever publishes it moves it on, so that nobody else does meanwhile
        due_at timestamptz not null default clock_timestamp(),
        tries integer not null default 0 check (tries >= 0),
        -- of the last try. unheard: no queue takes it. unsent: the broker did not confirm it
        trouble text check (trouble in ('unheard', 'unsent')),
        -- confirmed by a bus that forgets when its process ends: the next one publishes it again
        held_at timestamptz,
        -- W3C trace context of the command whose handler published it; null: there is none
        traceparent text,
        tracestate text
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

      create index event_outbox_due on event_outbox (due_at, position) where held_at is null;
      create index event_outbox_key on event_outbox (key, position)
        where key is not null and held_at is null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table event_outbox
    `);
  }
}
