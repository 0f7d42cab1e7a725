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
    await keep(runner);
    await fill(runner);
    // one that was left unfinished is of no use, and in the way
    await runner.query(`drop index concurrently if exists saga_waiting_code`);
    await runner.query(`
      create index concurrently saga_waiting_code on saga (waiting, id) where waiting is not null
    `);
    await runner.query(`drop index concurrently if exists saga_waiting`);
    // until then a list would be planned as if few sagas executed
    await runner.query(`analyze saga (waiting)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger saga_waiting_kept on saga;
      drop function keep_waiting;
      alter table saga drop column waiting;
      create index if not exists saga_waiting on saga ((saga_waiting(summary) collate "C"), id)
        where ended_at is null and saga_waiting(summary) is not null
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
    when (split_part(left(new.summary, 40), '"', 4) is distinct from coalesce(new.waiting, '')
      or (new.ended_at is not null and new.waiting is not null))
    execute function keep_waiting()`;

/** How long all other statements may stand behind ours, which wants the table for itself. */
const LOCK_WAIT = '500ms';
const TRIES_MAX = 300;
const PAUSE_S = 1;
const LOCK_NOT_AVAILABLE = '55P03';

/** Whoever reads the table for long, as a dump does, is waited for between tries. */
async function keep(runner: QueryRunner): Promise<void> {
  const known = (await runner.query(
    `select from pg_trigger where tgname = 'saga_waiting_kept' and tgrelid = 'saga'::regclass`,
  )) as unknown[];
  if (known.length > 0) return;
  await runner.query(`set lock_timeout = '${LOCK_WAIT}'`);
  try {
    for (let tries = 1; !(await isKept(runner, tries)); tries++) {
      await runner.query(`select pg_sleep(${PAUSE_S})`);
    }
  } finally {
    await runner.query(`reset lock_timeout`);
  }
}

/** false: others have the table. @throws after the last try */
async function isKept(runner: QueryRunner, tries: number): Promise<boolean> {
  try {
    await runner.query(KEEP);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE || tries >= TRIES_MAX)
      throw error;
    return false;
  }
}

/** Rows that are written at once; their sagas stand still meanwhile. */
const PORTION = 1000;

/** Sagas that wait, found by the index that was there before. */
async function fill(runner: QueryRunner): Promise<void> {
  const waiting = (await runner.query(`
    select id from saga
     where ended_at is null and saga_waiting(summary) is not null and waiting is null
     order by id`)) as { id: string }[];
  for (let from = 0; from < waiting.length; from += PORTION) {
    const ids = waiting.slice(from, from + PORTION).map(({ id }) => id);
    // locked in the order in which all transactions lock them
    await runner.query(
      `with locked as (
         select id from saga where id = any($1::uuid[]) order by id for no key update)
       update saga set waiting = saga_waiting(summary)
        where id in (select id from locked) and ended_at is null and waiting is null`,
      [ids],
    );
  }
}
