import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What participants say of themselves, and which of them definitions name. */
export class CreateParticipants0000000000113 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table participant_description (
        participant text collate "C" primary key,
        -- JSON: each command with its schemas
        commands text not null,
        -- by the sender's clock, and never later than ours
        sent_at timestamptz not null,
        last_seen_at timestamptz not null default clock_timestamp()
      );
      alter table saga_definition add column commands jsonb not null
        generated always as (jsonb_path_query_array(document::jsonb, '$.steps[*].command')) stored
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table saga_definition drop column commands;
      drop table participant_description
    `);
  }
}
