import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys compare by their bytes, whatever language the server is set to. */
export class KeysByBytes0000000000402 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table capture
        alter command_key type text collate "C";
      alter table card_authorization
        alter command_key type text collate "C"
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table capture
        alter command_key type text collate "default";
      alter table card_authorization
        alter command_key type text collate "default"
    `);
  }
}
