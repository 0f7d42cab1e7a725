import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which release a replica is of, so that two side by side are seen. */
export class NameReleasesOfReplicas0000000000154 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- null: a release before, which does not say
      alter table replica add column version text
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table replica drop column version`);
  }
}
