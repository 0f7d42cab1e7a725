import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event by which a definition is started, so that it is found when the event comes. */
export class DefinitionTriggers0000000000111 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table saga_definition add column trigger_event text;
      create index saga_definition_trigger on saga_definition (trigger_event)
        where trigger_event is not null
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index saga_definition_trigger;
      alter table saga_definition drop column trigger_event
    `);
  }
}
