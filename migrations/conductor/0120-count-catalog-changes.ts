import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Replicas keep what they read of definitions and participants, and read it again when its version
 * has changed. By triggers: whoever changes it, an older release too, changes the version with it.
 */
export class CountCatalogChanges0000000000120 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table catalog_version (
        catalog text collate "C" primary key,
        version bigint not null
      ) with (fillfactor = 50);
      insert into catalog_version (catalog, version) values ('definitions', 1), ('participants', 1);

      create function count_catalog_change() returns trigger language plpgsql
        set search_path from current as $$
      begin
        update catalog_version set version = version + 1 where catalog = tg_argv[0];
        return null;
      end $$;

      create trigger definition_added after insert or delete on saga_definition
        for each row execute function count_catalog_change('definitions');
      create trigger definition_retired after update on saga_definition
        for each row when (new.retired_at is distinct from old.retired_at)
        execute function count_catalog_change('definitions');

      create trigger participant_added after insert or delete on participant_description
        for each row execute function count_catalog_change('participants');
      create trigger participant_account after update on participant_description
        for each row when (new.account is distinct from old.account)
        execute function count_catalog_change('participants')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger definition_added on saga_definition;
      drop trigger definition_retired on saga_definition;
      drop trigger participant_added on participant_description;
      drop trigger participant_account on participant_description;
      drop function count_catalog_change;
      drop table catalog_version
    `);
  }
}
