import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateParticipants0000000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table participant_description (
        participant text collate "C" primary key,
        -- JSON: what lists show of each command, without its schemas
        commands text not null,
        -- JSON of each command with its schemas, in the same order
        described text[] not null default '{}',
        -- the broker account of its own by which it described itself; null: by none
        account text,
        -- by the sender's clock, and never later than ours
        sent_at timestamptz not null,
        last_seen_at timestamptz not null default clock_timestamp()
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table participant_description
    `);
  }
}
