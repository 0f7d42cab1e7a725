import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When keys for emergencies were used last: what people are told of. */
export class NoteBreakGlass0000000000145 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table break_glass_use (
        -- a key of the settings
        key_name text collate "C" primary key,
        uses bigint not null check (uses >= 1),
        last_at timestamptz not null,
        -- of the last use
        route text not null,
        address text not null
      ) with (fillfactor = 50)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table break_glass_use`);
  }
}
