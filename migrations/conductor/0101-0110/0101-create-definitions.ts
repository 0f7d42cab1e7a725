import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDefinitions0000000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table saga_definition (
        name text collate "C" not null,
        version integer not null check (version >= 1),
        -- SHA-256 of the canonical document: posting the same again gives the same version
        hash text collate "C" not null,
        document text not null,
        created_at timestamptz not null default clock_timestamp(),
        retired_at timestamptz,
        -- an event that starts a saga; null: none does
        trigger_event text collate "C",
        commands jsonb not null
          generated always as (
            jsonb_path_query_array(document::jsonb, '$.steps[*].command')) stored,
        -- for lists, which read no document
        description text generated always as (document::jsonb ->> 'description') stored,
        primary key (name, version),
        unique (name, hash)
      );

      create index saga_definition_trigger on saga_definition (trigger_event)
        where trigger_event is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table saga_definition
    `);
  }
}
