import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Not only commands leave by the outbox, and nobody asks it for a participant. */
export class OutboxCarriesMessages0000000000109 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outbox rename column command to message;
      alter table outbox drop column participant;
      -- what was left by a version that knew only commands
      update outbox set message = jsonb_set(message::jsonb, '{type}', '"command"')::text
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from outbox where message::jsonb ->> 'type' <> 'command';
      alter table outbox add column participant text;
      update outbox set participant = message::jsonb ->> 'participant';
      alter table outbox alter column participant set not null;
      alter table outbox rename column message to command
    `);
  }
}
