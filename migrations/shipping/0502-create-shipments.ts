import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateShipments0000000000502 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reservation (
        id uuid primary key,
        -- the idempotency key of the command that made it
        command_key text collate "C" not null unique,
        saga_id text collate "C" not null,
        order_id text collate "C" not null,
        -- what was taken from the stock: [{ sku, quantity }], each sku once
        lines jsonb not null,
        status text not null check (status in ('reserved', 'released', 'shipped')),
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp()
      );
      create index reservation_of_order on reservation (order_id, saga_id);
      create table shipment (
        tracking_id text collate "C" primary key,
        command_key text collate "C" not null unique,
        order_id text not null,
        created_at timestamptz not null default clock_timestamp()
      );
      create table gift_note (
        command_key text collate "C" primary key,
        saga_id text not null,
        text text not null,
        created_at timestamptz not null default clock_timestamp()
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table gift_note;
      drop table shipment;
      drop table reservation
    `);
  }
}
