import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeadMessages0000000000105 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dead_message (
        id uuid primary key,
        -- what it was: a reply, or an input of the conductor's own (a timer)
        source text not null check (source in ('reply', 'timer', 'intake')),
        -- stable, for machines
        reason text not null,
        -- for people
        detail text not null,
        saga_id uuid,
        body bytea not null,
        properties text not null,
        created_at timestamptz not null default clock_timestamp(),
        resolved_at timestamptz,
        resolution text check (resolution in ('replayed', 'discarded')),
        constraint resolved_how check ((resolved_at is null) = (resolution is null))
      );

      create index dead_message_open on dead_message (created_at) where resolved_at is null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table dead_message
    `);
  }
}
