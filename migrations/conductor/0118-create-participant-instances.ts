import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who reads envelopes: the processes of participants, and the conductor's own. */
export class CreateParticipantInstances0000000000118 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table participant_instance (
        participant text collate "C" not null
          references participant_description (participant) on delete cascade,
        -- a name of its own; empty: all that do not name themselves
        instance text collate "C" not null,
        -- how many commands it takes in one message; below 2: one
        envelopes integer not null check (envelopes >= 0),
        seen_at timestamptz not null default clock_timestamp(),
        primary key (participant, instance)
      );

      -- false: a replica of an earlier release, which does not write it
      alter table replica add column reads_envelopes boolean not null default false
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table replica drop column reads_envelopes;
      drop table participant_instance
    `);
  }
}
