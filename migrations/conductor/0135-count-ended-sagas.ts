import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many sagas have ended, without counting them all again. Sagas that ended before an instant
 * are in the tally, and those that ended since are counted when somebody asks: what moves sagas
 * writes nothing here. The instant moves on behind the present, so that nothing is written before
 * it any more. What is all the same (a process that stood still, a child that its parent undoes
 * after its end, sagas that are deleted) goes into the tally by triggers, whichever release does
 * it.
 */
export class CountEndedSagas0000000000135 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ended_tally (
        definition_name text collate "C" not null,
        definition_version integer not null,
        status text collate "C" not null,
        -- below 0: so many are gone
        sagas bigint not null
      ) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

      create table ended_tally_mark (
        only_row boolean primary key default true check (only_row),
        -- the tally has the sagas that ended before it
        until timestamptz not null,
        -- where the mark goes once all transactions before the horizon are over
        next timestamptz,
        horizon xid8,
        constraint next_has_horizon check ((next is null) = (horizon is null))
      ) with (fillfactor = 50);
      insert into ended_tally_mark (until) values ('-infinity');

      -- the lock on the mark: until the writer's commit no count passes it by
      create function tally_late_end() returns trigger language plpgsql
        set search_path from current as $$
      declare mark timestamptz;
      begin
        select until into mark from ended_tally_mark for share;
        if tg_op = 'UPDATE' and old.ended_at < mark then
          insert into ended_tally values
            (old.definition_name, old.definition_version, old.status, -1);
        end if;
        if new.ended_at < mark then
          insert into ended_tally values
            (new.definition_name, new.definition_version, new.status, 1);
        end if;
        return null;
      end $$;

      create function tally_deleted() returns trigger language plpgsql
        set search_path from current as $$
      declare mark timestamptz;
      begin
        select until into mark from ended_tally_mark for share;
        insert into ended_tally
          select definition_name, definition_version, status, -count(*) from gone
           where ended_at < mark group by 1, 2, 3;
        return null;
      end $$;

      create trigger saga_started_late after insert on saga for each row
        when (new.ended_at < clock_timestamp() - interval '20 s')
        execute function tally_late_end();
      create trigger saga_ended_late after update on saga for each row
        when (old.ended_at is distinct from new.ended_at and (old.ended_at is not null
          or new.ended_at < clock_timestamp() - interval '20 s'))
        execute function tally_late_end();
      create trigger saga_deleted after delete on saga referencing old table as gone
        for each statement execute function tally_deleted()
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger saga_deleted on saga;
      drop trigger saga_ended_late on saga;
      drop trigger saga_started_late on saga;
      drop function tally_deleted;
      drop function tally_late_end;
      drop table ended_tally_mark;
      drop table ended_tally
    `);
  }
}
