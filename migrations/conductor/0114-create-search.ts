import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Texts that people search for, each in a row of its own. */
export class CreateSearch0000000000114 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
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
      drop table saga_search
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
