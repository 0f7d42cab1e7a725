import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys compare by their bytes, whatever language the server is set to. */
export class KeysByBytes0000000000304 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table customer_order
        alter id type text collate "C",
        alter placement_key type text collate "C"
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table customer_order
        alter id type text collate "default",
        alter placement_key type text collate "default"
    `);
  }
}
