import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is in trouble with what, and what people made of it (docs/decisions/0096). */
export class CreateFailures0000000000130 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SAGA_FAILURE);
    await runner.query(GROUPS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table turn;
      drop table failure_group;
      drop table failure_hour;
      drop table saga_failure
    `);
  }
}

const SAGA_FAILURE = `
      -- a saga in trouble: written by the transition that brings it there, and by the one that ends
      -- it. No foreign key: it would lock the saga's row once more
      create table saga_failure (
        saga_id uuid not null,
        fingerprint text collate "C" not null,
        definition_name text collate "C" not null,
        definition_version integer not null,
        step text collate "C" not null,
        direction text collate "C" not null,
        state text collate "C" not null check (state in ('stuck', 'retrying')),
        -- those that went wrong
        attempts integer not null,
        code text not null,
        message text not null,
        since timestamptz not null,
        -- since the epoch; a column, so that its statistics are known
        hour integer not null
          generated always as (
            floor(extract(epoch from since at time zone 'UTC') / 3600)::integer) stored,
        seen_at timestamptz not null,
        -- null: it is in trouble now
        ended_at timestamptz,
        primary key (saga_id, fingerprint),
        constraint failure_is_bounded check (length(code) <= 100 and length(message) <= 500)
      ) with (
        fillfactor = 80,
        autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0
      );
      create index saga_failure_open on saga_failure (fingerprint, saga_id) where ended_at is null;
      create index saga_failure_ended on saga_failure (ended_at) where ended_at is not null;`;

const GROUPS = `
      -- how many sagas came into a group in an hour, of those that are out of it again
      create table failure_hour (
        fingerprint text collate "C" not null,
        -- since the epoch
        hour integer not null,
        sagas integer not null,
        primary key (fingerprint, hour)
      );
      create index failure_hour_age on failure_hour (hour);

      create table failure_group (
        fingerprint text collate "C" primary key check (length(fingerprint) = 16),
        definition_name text collate "C" not null,
        step text collate "C" not null,
        direction text collate "C" not null,
        code text not null,
        message text not null,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        -- of those that were in it and are out of it again: how many, and when an attempt of each
        -- version of the definition last went wrong, in ms since the epoch
        left_count bigint not null default 0,
        came jsonb not null default '{}',
        -- what people made of it, as JSON
        life text not null default '{"status":"new"}',
        revision integer not null default 0,
        constraint group_is_bounded
          check (length(message) <= 500 and length(life) <= 16384)
      ) with (fillfactor = 80);
      create index failure_group_age on failure_group (last_seen_at);

      -- one replica looks after the groups at a time
      create table turn (
        work text collate "C" primary key,
        taken_at timestamptz not null
      ) with (fillfactor = 50)`;
