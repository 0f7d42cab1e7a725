import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Pauses of more than one saga: of a definition, a step, a participant. `pause_hold` has the sagas
 * of which one of them holds something, so that they are woken when it is over; a portion that was
 * woken is deleted from it. `released_at`: all of them were.
 */
export class CreatePauses0000000000124 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pause (
        id uuid primary key,
        scope text collate "C" not null,
        with_compensations boolean not null,
        is_automatic boolean not null default false,
        "by" text not null,
        reason text not null,
        began_at timestamptz not null default clock_timestamp(),
        until timestamptz,
        ended_at timestamptz,
        ended_by text,
        end_reason text,
        released_at timestamptz,
        idempotency_key text collate "C" unique,
        fingerprint text not null,
        end_key text collate "C" unique,
        check (until > began_at),
        check ((ended_at is null) = (ended_by is null)),
        check ((ended_at is null) = (end_reason is null))
      );
      create unique index pause_of_scope on pause (scope, is_automatic) where ended_at is null;
      create index pause_over on pause (ended_at desc) where ended_at is not null;
      create index pause_to_release on pause (id) where released_at is null;

      create table pause_hold (
        pause_id uuid not null references pause on delete cascade,
        saga_id uuid not null,
        primary key (pause_id, saga_id)
      );

      insert into catalog_version (catalog, version) values ('pauses', 1);
      create trigger pause_changed
        after insert or delete or update of ended_at, until on pause
        for each row execute function count_catalog_change('pauses')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table pause_hold;
      drop table pause;
      delete from catalog_version where catalog = 'pauses'
    `);
  }
}
