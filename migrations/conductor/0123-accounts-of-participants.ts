import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccountsOfParticipants0000000000123 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- the broker account of its own by which a participant described itself; null: by none
      alter table participant_description add column account text
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table participant_description drop column account
    `);
  }
}
