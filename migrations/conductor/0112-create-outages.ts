import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutages0000000000112 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table replica (
        id uuid primary key,
        seen_at timestamptz not null,
        -- null: it is with the broker
        broker_lost_at timestamptz,
        -- closed, with nothing left in hand
        has_left boolean not null
      ) with (fillfactor = 50);
      create table outage (
        id bigint generated always as identity primary key,
        what text not null check (what in ('broker', 'silence')),
        began_at timestamptz not null,
        ended_at timestamptz not null,
        check (ended_at >= began_at)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table outage;
      drop table replica
    `);
  }
}
