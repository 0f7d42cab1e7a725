import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shared view that callers of a role see first; a role without a row has none. */
export class DefaultViews0000000000151 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table view_default (
        role text collate "C" primary key check (role in ('viewer', 'operator', 'admin')),
        view_id uuid not null references saved_view on delete cascade
      );
      create index view_default_view on view_default (view_id)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table view_default`);
  }
}
