/**
 * $1 uuid[], $2 bytes of states. Locks sagas in order of id, and reads them under the lock. Always
 * gives a row: with no saga found it carries the clock alone. The clock is read while the locked
 * rows are handed on, so the greatest `at` lies after the last lock.
 *
 * Should there be more bytes than $2, all come without a state. A length stands in the row: no
 * value is fetched for it.
 */
export const LOCK_SAGAS = {
  name: 'lock-sagas',
  text: `
    with locked as materialized (
      select id, state, wake_at from saga where id = any($1::uuid[]) order by id for update)
    select locked.id,
           case when (select sum(octet_length(state)) from locked) <= $2::float8
                then locked.state end as state,
           date_part('epoch', locked.wake_at) * 1000 as wake_at,
           date_part('epoch', clock_timestamp()) * 1000 as at
      from (select 1) as clock left join locked on true`,
};

/**
 * The same when it is too much: the smallest are read, and the first in $1 of those that do not
 * fit. The others come without a state, and are not locked. For each batch this would be too dear.
 */
export const LOCK_SOME_SAGAS = {
  name: 'lock-some-sagas',
  text: `
    with ranked as (
      select id, sum(octet_length(state)) over (order by octet_length(state), id) as bytes
        from saga where id = any($1::uuid[])),
    large as (
      select id, row_number() over (order by array_position($1::uuid[], id)) as place
        from ranked where bytes > $2::float8),
    unread as materialized (select id from large where place > 1),
    locked as materialized (
      select id, state, wake_at from saga
       where id = any($1::uuid[]) and id <> all (array(select id from unread))
       order by id for update)
    select found.id, found.state,
           date_part('epoch', found.wake_at) * 1000 as wake_at,
           date_part('epoch', clock_timestamp()) * 1000 as at
      from (select 1) as clock
      left join (
        select id, state, wake_at from locked union all select id, null, null from unread
      ) as found on true`,
};

export interface LockedRow {
  readonly id: string | null;
  /** null: not read. */
  readonly state: string | null;
  readonly wake_at: number | null;
  readonly at: number;
}
