import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSettings0000000000107 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what all replicas share and nobody configured, such as the secret of correlation ids
      create table setting (
        name text collate "C" primary key,
        value text not null
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table setting
    `);
  }
}
