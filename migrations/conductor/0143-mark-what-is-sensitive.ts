import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a definition marks as sensitive, beside its document, which may be large. */
export class MarkWhatIsSensitive0000000000143 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- null: nothing. A release before cannot store a definition that marks something
      alter table saga_definition add column sensitive text[];
      create index saga_definition_sensitive on saga_definition (name, version)
        where sensitive is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index saga_definition_sensitive;
      alter table saga_definition drop column sensitive
    `);
  }
}
