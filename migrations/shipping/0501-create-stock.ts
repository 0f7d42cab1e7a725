import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStock0000000000501 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stock (
        sku text collate "C" primary key,
        available integer not null check (available >= 0)
      ) with (fillfactor = 50)
    `);
    await runner.query(`
      insert into stock (sku, available)
      values ('book', 1000000), ('lamp', 1000000), ('rare-vase', 3)
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table stock
    `);
  }
}
