import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateStoreProbe0000000000113 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table store_probe (filler text not null);
      -- four rows are four pages: packed, they would hardly need any room
      alter table store_probe alter filler set storage plain
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table store_probe
    `);
  }
}
