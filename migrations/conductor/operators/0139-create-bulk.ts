import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One action on many sagas, which are chosen when it is made (docs/decisions/0104). */
export class CreateBulk0000000000139 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bulk (
        id uuid primary key,
        created_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz,
        actor text not null,
        via text not null,
        credential text,
        reason text not null,
        -- an operator's action as JSON
        action text not null,
        -- as it was given; null: by ids
        filter text,
        total integer not null check (total >= 1),
        -- how many go first, and what comes of them is awaited; 0: none
        canary integer not null check (canary >= 0),
        -- sagas a second; null: in steps that grow, each awaited
        rate integer check (rate >= 1),
        failure_share_max real not null check (failure_share_max between 0 and 1),
        outcome_within_ms integer not null check (outcome_within_ms >= 1),
        status text not null default 'running'
          check (status in ('running', 'paused', 'stopped', 'done')),
        -- why it was stopped, for machines and for people
        stop_code text,
        stop_detail text,
        stage integer not null default 0,
        -- places after the first and up to the second are of this stage
        stage_start integer not null default 0,
        stage_end integer not null,
        -- one replica carries it out; one more with each that takes it
        fence integer not null default 0,
        lease_until timestamptz not null default clock_timestamp(),
        idempotency_key text collate "C" unique,
        fingerprint text not null,
        constraint ended_when_over check ((ended_at is not null) = (status in ('stopped', 'done')))
      ) with (fillfactor = 50);

      create index bulk_created on bulk (created_at, id);
      create index bulk_unfinished on bulk (lease_until) where status = 'running';
    `);
    await runner.query(CREATE_SAGAS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table bulk_saga; drop table bulk`);
  }
}

/** The sagas of a bulk, each with what became of it. */
const CREATE_SAGAS = `
  create table bulk_saga (
    bulk_id uuid not null references bulk (id) on delete cascade,
    place integer not null check (place >= 1),
    saga_id uuid not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
    code text,
    detail text,
    acted_at timestamptz,
    -- what came of it; null: it is awaited
    outcome text check (outcome in ('good', 'bad', 'late', 'gone')),
    primary key (bulk_id, place),
    constraint bulk_saga_once unique (bulk_id, saga_id),
    constraint acted_when_not_waiting check ((acted_at is null) = (state = 'waiting')),
    constraint refused_with_a_code check ((code is not null) = (state = 'refused'))
  ) with (fillfactor = 70);

  create index bulk_saga_waiting on bulk_saga (bulk_id, place) where state = 'waiting';
  create index bulk_saga_awaited on bulk_saga (bulk_id, place)
    where state = 'done' and outcome is null`;
