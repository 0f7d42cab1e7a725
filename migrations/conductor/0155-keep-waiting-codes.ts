import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The code of what a saga waits for has a column of its own. The index on an expression of
 * `summary` made every transition write all indexes of `saga`: PostgreSQL keeps a row's entries
 * only if no column that an index reads has changed, and the summary always has. An earlier release
 * beside this one knows nothing of the column; what it writes is set right by the trigger, whose
 * condition is all that others pay. The table is in use meanwhile, and therefore there is no
 * transaction: each statement may find that it has been done.
 */
export class KeepWaitingCodes0000000000155 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEEP);
    await fill(runner);
    // one that was left unfinished is of no use, and in the way
    await runner.query(`drop index concurrently if exists saga_waiting_code`);
    await runner.query(`
      create index concurrently saga_waiting_code on saga (waiting, id) where waiting is not null
    `);
    await runner.query(`drop index concurrently if exists saga_waiting`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index if not exists saga_waiting on saga ((saga_waiting(summary) collate "C"), id)
        where ended_at is null and saga_waiting(summary) is not null;
      drop trigger saga_waiting_kept on saga;
      drop function keep_waiting;
      alter table saga drop column waiting
    `);
  }
}

const KEEP = `
  -- null: it is executing, or has ended
  alter table saga add column if not exists waiting text collate "C";

  create or replace function keep_waiting() returns trigger language plpgsql
    set search_path from current as $$
  begin
    new.waiting := case when new.ended_at is null then saga_waiting(new.summary) end;
    return new;
  end $$;

  -- a summary of an earlier release begins otherwise, and is always looked at
  create or replace trigger saga_waiting_kept before insert or update on saga for each row
    when (split_part(left(new.summary, 40), '"', 4) is distinct from coalesce(new.waiting, ''))
    execute function keep_waiting()`;

/** Rows that are written at once; their sagas stand still meanwhile. */
const PORTION = 1000;

/** Sagas that wait, found in the index that was there before. */
async function fill(runner: QueryRunner): Promise<void> {
  let left = true;
  while (left) {
    const [filled] = (await runner.query(`
      with waiting as (
        select id from saga
         where ended_at is null and saga_waiting(summary) is not null and waiting is null
         order by id limit ${PORTION} for update),
      filled as (
        update saga set waiting = saga_waiting(summary)
         where id in (select id from waiting) returning id)
      select count(*)::int as sagas from filled`)) as { sagas: number }[];
    left = filled?.sagas === PORTION;
  }
}
