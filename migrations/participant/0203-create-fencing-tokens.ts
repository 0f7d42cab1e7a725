import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFencingTokens0000000000203 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- the latest holder of each lock whose command was here
      create table fencing_token (
        -- of the lock; empty: a sender that does not name it
        key text collate "C" primary key,
        -- larger for each later holder
        token bigint not null check (token >= 0),
        seen_at timestamptz not null default clock_timestamp()
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

      -- the purge goes by age
      create index fencing_token_seen on fencing_token (seen_at)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table fencing_token
    `);
  }
}
