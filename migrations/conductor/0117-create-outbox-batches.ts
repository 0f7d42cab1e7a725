import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutboxBatches0000000000117 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_batch (
        -- made by the process that commits the batch
        id uuid primary key,
        -- of its messages, in their order
        message_ids text[] not null,
        -- JSON, a line for each message: JSON has no line breaks of its own
        messages text not null,
        -- whoever committed the row publishes it; from this instant on anyone may split it
        lease_until timestamptz not null,
        created_at timestamptz not null default clock_timestamp()
      ) with (
        autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0,
        toast.autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_vacuum_threshold = 5000,
        toast.autovacuum_vacuum_cost_delay = 0);

      -- it lives for some milliseconds: to compress it costs more than to write it
      alter table outbox_batch
        alter message_ids set storage external, alter messages set storage external
    `);
  }

  /** The older version publishes what is left from its own table. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into outbox (message_id, saga_id, message, lease_until, created_at)
      select entry.message_id, split_part(entry.message_id, '/', 1)::uuid, entry.message,
             batch.lease_until, batch.created_at
        from outbox_batch as batch, unnest(batch.message_ids,
             string_to_array(batch.messages, e'\\n')) as entry (message_id, message)
      on conflict do nothing;

      drop table outbox_batch
    `);
  }
}
