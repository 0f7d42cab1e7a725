import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrders0000000000301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_order (
        id text collate "C" primary key,
        -- null: the saga was not started by this service, and did not say
        customer_id text,
        lines jsonb not null,
        amount numeric(12, 2),
        -- pending while its saga runs
        status text not null check (status in ('pending', 'confirmed', 'rejected')),
        reason text,
        tracking_id text,
        -- null: not started yet
        saga_id text,
        -- the Idempotency-Key of the request that placed it, and what that request asked for
        placement_key text collate "C" unique,
        placement_fingerprint bytea,
        created_at timestamptz not null default clock_timestamp(),
        updated_at timestamptz not null default clock_timestamp(),
        -- a pending order's saga may have ended without a word to us: it is looked up then
        check_at timestamptz not null default clock_timestamp() + interval '30 seconds',
        check ((status = 'rejected') = (reason is not null)),
        check ((placement_key is null) = (placement_fingerprint is null))
      );
      create index customer_order_to_check on customer_order (check_at) where status = 'pending'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table customer_order
    `);
  }
}
