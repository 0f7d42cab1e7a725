import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys compare by their bytes, whatever language the server is set to. */
export class KeysByBytes0000000000205 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table event_outbox
        alter key type text collate "C"
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table event_outbox
        alter key type text collate "default"
    `);
  }
}
