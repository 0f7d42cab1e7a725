import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a list shows of a definition, so that it reads no document. */
export class DescribeDefinitions0000000000126 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table saga_definition add column description text
        generated always as (document::jsonb ->> 'description') stored
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table saga_definition drop column description
    `);
  }
}
