import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For how long sagas are kept once they have ended, and how many were deleted since. */
export class KeepEndedSagas0000000000152 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table retention_rule (
        -- '': all definitions that have no rule of their own
        definition_name text collate "C" primary key,
        -- days after the end, by how the saga ended; null: for ever
        completed_days integer,
        compensated_days integer,
        abandoned_days integer,
        revision integer not null default 1,
        actor text not null,
        reason text not null,
        set_at timestamptz not null default clock_timestamp(),
        constraint days_are_bounded check (
          completed_days between 1 and 36500 and compensated_days between 1 and 36500
          and abandoned_days between 1 and 36500)
      );

      create table retention_deleted (
        day date not null,
        definition_name text collate "C" not null,
        status text collate "C" not null,
        sagas bigint not null,
        primary key (day, definition_name, status)
      ) with (fillfactor = 50)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table retention_deleted;
      drop table retention_rule
    `);
  }
}
