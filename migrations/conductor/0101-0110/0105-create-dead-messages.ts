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
        -- of the whole body; null: what is kept is all of it
        body_bytes bigint,
        body_sha256 text,
        resolution text check (resolution in ('replayed', 'discarded')),
        constraint dead_message_is_bounded check (
          length(body) <= 4096 and length(detail) <= 2000 and length(properties) <= 8192),
        constraint cut_body_is_known check ((body_bytes is null) = (body_sha256 is null)),
        constraint resolved_how check ((resolved_at is null) = (resolution is null))
      );

      create index dead_message_open on dead_message (created_at) where resolved_at is null;
      create index dead_message_created on dead_message (created_at, id);
      -- values of streams, for the replica that gets the end of one
      create index dead_message_partial on dead_message (saga_id)
        where reason = 'PARTIAL_RESPONSE'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table dead_message
    `);
  }
}
