import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePayments0000000000401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table card_authorization (
        id uuid primary key,
        -- the idempotency key of the command that made it
        command_key text collate "C" not null unique,
        order_id text not null,
        amount numeric(12, 2) not null check (amount > 0),
        -- never more of the card's number than this
        card_last_four text check (length(card_last_four) <= 4),
        status text not null check (status in ('authorized', 'captured', 'refunded', 'voided')),
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp()
      );
      create table capture (
        id uuid primary key,
        command_key text collate "C" not null unique,
        -- an authorization is captured once
        authorization_id uuid not null unique references card_authorization,
        amount numeric(12, 2) not null check (amount > 0),
        created_at timestamptz not null default clock_timestamp()
      );
      create table refund (
        id uuid primary key,
        -- a capture is refunded once
        capture_id uuid not null unique references capture,
        amount numeric(12, 2) not null check (amount > 0),
        created_at timestamptz not null default clock_timestamp()
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table refund;
      drop table capture;
      drop table card_authorization
    `);
  }
}
