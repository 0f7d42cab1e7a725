import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutbox0000000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        -- begins with the id of the saga, so that the unsent commands of a saga are one range
        message_id text collate "C" primary key,
        saga_id uuid not null,
        -- JSON: a command, a life-cycle event, a word between parent and child
        message text not null,
        -- whoever committed the row publishes it; from this instant on anyone may.
        -- In no index, so that a claim stays a HOT update
        lease_until timestamptz not null,
        tries integer not null default 0,
        last_error text,
        created_at timestamptz not null default clock_timestamp()
      ) with (
        fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01,
        autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);

      create index outbox_undelivered on outbox (created_at) where last_error is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table outbox
    `);
  }
}
