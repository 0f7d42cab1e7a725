import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateFamilies0000000000111 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_family (
        -- no foreign key: that would lock the root's row for each start of a descendant
        root_id uuid primary key,
        sagas integer not null default 0,
        chars bigint not null default 0
      ) with (fillfactor = 50)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga_family
    `);
  }
}
