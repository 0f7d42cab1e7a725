import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which transitions each batch committed, for those who listen (docs/decisions/0100). A row for a
 * batch and not a column of the history: an index on that would cost an entry for each transition.
 */
export class CreateSagaChanges0000000000140 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_change (
        -- of the transaction that wrote the row: a snapshot tells whether it has seen it
        txid xid8 primary key default pg_current_xact_id(),
        -- of each transition: saga, two letters for the status before and after, version; see
        -- changes-text.ts. One text: two arrays take the server three times as long to read
        changes text collate "C" not null check (changes <> ''),
        at timestamptz not null default clock_timestamp()
      ) with (
        -- in one piece, up to the size of a page
        toast_tuple_target = 8160,
        autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);

      -- ids cannot be compressed, and to try costs more than to write them
      alter table saga_change alter changes set storage external;

      -- false: it is of an earlier release, and what it commits is not in saga_change
      alter table replica add logs_changes boolean not null default false
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table replica drop logs_changes;
      drop table saga_change
    `);
  }
}
