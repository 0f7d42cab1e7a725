import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys compare by their bytes, whatever language the server is set to. */
export class KeysByBytes0000000000503 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table gift_note
        alter command_key type text collate "C";
      alter table reservation
        alter command_key type text collate "C",
        alter order_id type text collate "C",
        alter saga_id type text collate "C";
      alter table shipment
        alter command_key type text collate "C",
        alter tracking_id type text collate "C";
      alter table stock
        alter sku type text collate "C"
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table gift_note
        alter command_key type text collate "default";
      alter table reservation
        alter command_key type text collate "default",
        alter order_id type text collate "default",
        alter saga_id type text collate "default";
      alter table shipment
        alter command_key type text collate "default",
        alter tracking_id type text collate "default";
      alter table stock
        alter sku type text collate "default"
    `);
  }
}
