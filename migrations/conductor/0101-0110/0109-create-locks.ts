import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLocks0000000000109 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_lock (
        key text collate "C" not null,
        -- drawn under the key's advisory lock: the smallest one of a key holds it
        ticket bigint generated always as identity,
        saga_id uuid not null references saga (id),
        created_at timestamptz not null default clock_timestamp(),
        primary key (key, ticket),
        unique (saga_id, key)
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga_lock
    `);
  }
}
