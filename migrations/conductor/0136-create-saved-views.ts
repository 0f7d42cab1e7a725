import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Filters that people keep under a name. */
export class CreateSavedViews0000000000136 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saved_view (
        id uuid primary key,
        owner text collate "C" not null,
        name text collate "C" not null,
        filter text not null,
        is_shared boolean not null,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        constraint view_is_bounded check (length(name) <= 100 and length(filter) <= 4096),
        constraint saved_view_owner_name_key unique (owner, name)
      );
      create index saved_view_shared on saved_view (name, id) where is_shared
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table saved_view`);
  }
}
