import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A saga that has ended stays as it is, and none goes back to an earlier version. */
export class GuardSagas0000000000108 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function refuse_saga_update() returns trigger language plpgsql as $$
      begin
        if old.ended_at is not null then
          raise exception 'saga % has ended and cannot change', old.id using errcode = '23514';
        end if;
        raise exception 'saga % is at version % and cannot become another version %',
          old.id, old.version, new.version using errcode = '23514';
      end $$;

      -- the condition is here and not in the function, which is called for wrong updates only
      create trigger saga_guard before update on saga for each row
        when (new.version < old.version
          or (new.version = old.version and new.state is distinct from old.state)
          -- a completed child may be undone, which nobody else's saga may
          or (old.ended_at is not null
            and not (old.status = 'completed' and old.parent_id is not null
              and new.status in ('compensating', 'stuck', 'compensated'))))
        execute function refuse_saga_update();

      -- ends a statement whose updates did not find the versions they were decided on
      create function lost_update() returns boolean language plpgsql volatile as $$
      begin
        raise exception 'a saga moved on while a transition was written' using errcode = '40001';
      end $$
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger saga_guard on saga;
      drop function refuse_saga_update;
      drop function lost_update
    `);
  }
}
