import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHistory0000000000103 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_event (
        saga_id uuid not null,
        -- the version of the saga after this transition
        version integer not null,
        at timestamptz not null,
        -- { input, events } as JSON: one row for each transition
        data text not null,
        primary key (saga_id, version)
      );

      -- replies that came too late, twice or for nothing: they change no saga, and are not lost
      create table ignored_reply (
        saga_id uuid not null,
        step text collate "C" not null,
        iteration integer not null,
        direction text collate "C" not null,
        attempt integer not null,
        outcome text collate "C" not null,
        reason text collate "C" not null,
        times integer not null default 1,
        first_at timestamptz not null default clock_timestamp(),
        last_at timestamptz not null default clock_timestamp(),
        primary key (saga_id, step, iteration, direction, attempt, outcome, reason)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table ignored_reply;
      drop table saga_event
    `);
  }
}
