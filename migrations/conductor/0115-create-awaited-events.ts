import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events of services, and the sagas that wait for them. */
export class CreateAwaitedEvents0000000000115 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what versions wait for: a list of "wait" objects that name an event
      alter table saga_definition
        add column awaited jsonb not null generated always as (
          jsonb_path_query_array(document::jsonb, '$.steps[*].wait ? (exists (@.event))')) stored,
        add column event_ttl text generated always as (document::jsonb ->> 'eventTtl') stored;

      create index saga_definition_awaited on saga_definition using gin (awaited jsonb_path_ops)
        where awaited <> '[]'::jsonb;

      create table event_wait (
        saga_id uuid not null references saga (id),
        step text collate "C" not null,
        event text collate "C" not null,
        key text collate "C" not null,
        -- kept events up to this one were looked at, and none was taken
        seen bigint not null default 0,
        primary key (saga_id, step)
      );

      create index event_wait_key on event_wait (event, key, saga_id);

      create table kept_event (
        -- drawn under the advisory lock of event and key: of one key, in the order of commits
        seq bigint generated always as identity primary key,
        event text collate "C" not null,
        key text collate "C" not null,
        event_id text collate "C" not null,
        -- whose limits count it
        definition text collate "C" not null,
        data text not null,
        bytes integer not null,
        received_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null,
        unique (event, key, event_id)
      );

      create index kept_event_key on kept_event (event, key, seq) include (bytes);
      create index kept_event_definition on kept_event (definition, expires_at) include (bytes);
      create index kept_event_expires_at on kept_event (expires_at)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table kept_event;
      drop table event_wait;
      alter table saga_definition drop column awaited, drop column event_ttl
    `);
  }
}
