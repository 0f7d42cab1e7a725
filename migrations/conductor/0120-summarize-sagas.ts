import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a saga that was written before there were any: until its next transition. */
const NOTHING = JSON.stringify({
  ...{ direction: 'forward', attempts: 0, lastError: null },
  ...{ activeSteps: [], activeStepCount: 0, nextTimer: null },
});

/** Whatever lists, searches and counts need, so that none of them reads a state. */
export class SummarizeSagas0000000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table saga
        add column summary text not null default '${NOTHING}',
        add column parent_step text collate "C",
        add column parent_iteration integer;
      -- written once for each saga, at its end
      create index saga_ended on saga (definition_name, status, ended_at)
        where ended_at is not null;

      -- beside the saga, which is written with each transition, and each time into all its indexes
      create table saga_search (
        saga_id uuid primary key references saga on delete cascade,
        content text not null
      )
    `);
    await runner.query(TRIGRAM_INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga_search;
      drop index saga_ended;
      alter table saga drop column summary, drop column parent_step, drop column parent_iteration
    `);
  }
}

/**
 * The extension may be in another schema, or be refused to us. Without it a search reads the whole
 * of saga_search, which is small, but grows: see docs/OPERATIONS.md.
 */
const TRIGRAM_INDEX = `
  do $$
  declare place text;
  begin
    create extension if not exists pg_trgm;
    select quote_ident(n.nspname) into place
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
    execute format(
      'create index saga_search_content on saga_search using gin (content %s.gin_trgm_ops)', place);
  exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise warning 'searches for texts have no index: pg_trgm cannot be installed (%)', sqlerrm;
  end $$`;
