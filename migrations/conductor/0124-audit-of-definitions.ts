import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditOfDefinitions0000000000124 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table operator_audit
        alter column saga_id drop not null,
        -- of a definition that was posted: there was none before
        alter column status_before drop not null,
        alter column version_before drop not null,
        add column definition_name text,
        add constraint about_one_thing check ((saga_id is null) <> (definition_name is null))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from operator_audit where saga_id is null;
      alter table operator_audit
        drop constraint about_one_thing,
        drop column definition_name,
        alter column version_before set not null,
        alter column status_before set not null,
        alter column saga_id set not null
    `);
  }
}
