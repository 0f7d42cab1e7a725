/**
 * A start under an `Idempotency-Key`, a message's id or an event's key is recognised for so long
 * after its saga has ended, whatever the rules say.
 */
export const KEYS_KEPT_DAYS = 30;

/**
 * Families, a root saga with all that descends from it, whose root a rule lets go: `line` has their
 * members, and `kept` the roots of those that have to stay. A family goes as a whole or not at all:
 * a saga that is open needs its ancestors, and may have to undo what descends from it.
 *
 * $1 and $2: end and id of the saga after which to look, $3: ended sagas to look at, $4: the rules
 * as JSON; the rule of all others has an empty name.
 */
const FAMILIES = `
    with recursive rule as (
      select definition, completed, compensated, abandoned
        from json_to_recordset($4::json)
          as rule (definition text, completed int, compensated int, abandoned int)),
    looked as materialized (
      select id, parent_id, definition_name, status, ended_at, idempotency_key
        from saga
       where ended_at >= $1::timestamptz and (ended_at, id) > ($1::timestamptz, $2::uuid)
         and ended_at < statement_timestamp() - interval '1 day'
       order by ended_at, id limit $3),
    root as (
      select looked.id, statement_timestamp() - days * interval '1 day' as before
        from looked
        cross join lateral (
          select case looked.status when 'completed' then completed
                   when 'compensated' then compensated else abandoned end as days
            from rule where definition in (looked.definition_name, '')
           order by definition collate "C" desc limit 1) as age
       where ended_at < statement_timestamp() - days * interval '1 day'
         and (idempotency_key is null
           or ended_at < statement_timestamp() - interval '${KEYS_KEPT_DAYS} days')
         and (parent_id is null
           or not exists (select from saga as parent where parent.id = looked.parent_id))),
    line (root_id, before, id, depth, ended_at, version) as (
      select root.id, before, root.id, 0, saga.ended_at, saga.version
        from root join saga on saga.id = root.id
      union all
      select line.root_id, line.before, child.id, depth + 1, child.ended_at, child.version
        from line join saga as child on child.parent_id = line.id),
    unsettled as materialized (
      select saga_id from dead_message where resolved_at is null and saga_id is not null),
    kept as (
      select distinct root_id from line
       where ended_at is null or ended_at >= before
          or exists (select from retention_exemption as one where one.saga_id = line.id)
          or exists (select from saga_lock as one where one.saga_id = line.id)
          or exists (select from event_wait as one where one.saga_id = line.id)
          or line.id in (select saga_id from unsettled)
          -- the ids of a saga's messages begin with its own and a slash, which '0' comes after
          or exists (select from outbox as one
                      where one.message_id >= line.id::text || '/'
                        and one.message_id < line.id::text || '0'))`;

/** Where the next look begins; `is_all`: there is nothing more to look at. */
const POSITION = `
      (select ended_at::text from looked order by ended_at desc, id desc limit 1) as last_ended_at,
      (select id from looked order by ended_at desc, id desc limit 1) as last_id,
      (select count(*) from looked) < $3 as is_all,
      (select count(*)::int from kept) as kept_families`;

/** How many sagas would be deleted. */
export const COUNT_DUE_SAGAS = {
  name: 'count-due-sagas',
  text: `${FAMILIES}
    select ${POSITION}, count(*)::int as sagas, count(distinct root_id)::int as families
      from line where root_id not in (select root_id from kept)`,
};

/**
 * Sagas that are due, children before their parents: $5 at most, $6: no more once the histories of
 * the others have so many entries. `is_cut`: there are more among those that were looked at.
 */
export const FIND_DUE_SAGAS = {
  name: 'find-due-sagas',
  text: `${FAMILIES},
    due as materialized (
      select id, depth, coalesce(sum(version) over (
               order by depth desc, id rows between unbounded preceding and 1 preceding), 0)
               as entries
        from line where root_id not in (select root_id from kept)),
    portion as (
      select id from due where entries < $6 order by depth desc, id limit $5)
    select ${POSITION}, array(select id from portion) as ids,
      (select count(*) from due) > (select count(*) from portion) as is_cut`,
};

/** $1: ids. By an array, so that indexes are used however many rows the tables have. */
export const DELETE_SAGAS = {
  name: 'delete-sagas',
  text: `
    with history as (delete from saga_event where saga_id = any($1::uuid[])),
    ignored as (delete from ignored_reply where saga_id = any($1::uuid[])),
    families as (delete from saga_family where root_id = any($1::uuid[])),
    gone as (delete from saga where id = any($1::uuid[]) returning definition_name, status),
    noted as (
      insert into retention_deleted as known (day, definition_name, status, sagas)
      select (statement_timestamp() at time zone 'UTC')::date, definition_name, status, count(*)
        from gone group by definition_name, status order by definition_name, status
      on conflict (day, definition_name, status) do update
        set sagas = known.sagas + excluded.sagas)
    select count(*)::int as sagas from gone`,
};

/** One replica deletes at a time; the lock ends with the transaction. */
export const LOCK_RETENTION = {
  name: 'lock-retention',
  text: `select pg_try_advisory_xact_lock(7263152) as is_mine`,
};

/** What was deleted is remembered for so long. */
export const FORGET_DELETED = {
  name: 'forget-deleted',
  text: `
    delete from retention_deleted
     where day < (statement_timestamp() at time zone 'UTC')::date - 400`,
};

export interface PositionRow {
  /** null: nothing was looked at. */
  readonly last_ended_at: string | null;
  readonly last_id: string | null;
  readonly is_all: boolean;
  readonly kept_families: number;
}
