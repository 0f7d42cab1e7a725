import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSagas0000000000102 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga (
        -- version 7: in order of creation, so that newest first is an index scan
        id uuid primary key,
        definition_name text collate "C" not null,
        definition_version integer not null,
        key text collate "C",
        -- of the start request: one saga for all requests with the same key and fingerprint
        idempotency_key text collate "C" unique,
        fingerprint text,
        status text collate "C" not null,
        -- counts the transitions; each has one row in saga_event
        version integer not null check (version >= 1),
        -- SagaState as JSON; text, since it is opaque to SQL and jsonb costs 7 % of the throughput
        state text not null,
        -- promoted from the state for lists and filters
        active_steps text[] not null default '{}',
        -- what lists show besides, so that none of them reads a state
        summary text not null,
        error_code text,
        error_message text,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz,
        -- at or before the earliest timer of the state; null: nothing to wait for
        wake_at timestamptz,
        -- the saga that has this one as a child, and where
        parent_id uuid,
        parent_step text collate "C",
        parent_iteration integer,
        foreign key (definition_name, definition_version)
          references saga_definition (name, version),
        constraint status_is_known check (
          status in ('running', 'compensating', 'stuck', 'completed', 'compensated', 'abandoned')),
        constraint ended_when_terminal check (
          (status in ('completed', 'compensated', 'abandoned')) = (ended_at is not null)),
        constraint terminal_never_wakes check (ended_at is null or wake_at is null)
      ) with (fillfactor = 70);

      create index saga_wake_at on saga (wake_at) where wake_at is not null;
      create index saga_open on saga (status, id)
        where status in ('running', 'compensating', 'stuck');
      create index saga_key on saga (key, id) where key is not null;
      create index saga_definition_name on saga (definition_name, id);
      create index saga_parent on saga (parent_id, id) where parent_id is not null;
      -- written once for each saga, at its end
      create index saga_ended on saga (definition_name, status, ended_at)
        where ended_at is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga
    `);
  }
}
