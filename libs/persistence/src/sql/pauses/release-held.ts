/** A replica that did not know of the end of a pause has written what it held by then. */
const SETTLED = '1 minute';

/**
 * $1 how many. Locks sagas before it touches what holds them, as batches do. A saga that is in a
 * transaction just now stays held, and is found again. Purged pauses have left nothing. What was
 * found is deleted by a range of one: by `=` or arrays, a kept plan before PostgreSQL 18 may go
 * through all that a pause holds, for each row.
 */
export const RELEASE_HELD = {
  name: 'release-held',
  text: `
    with over as materialized (
      select id, least(ended_at, until) < clock_timestamp() - interval '${SETTLED}' as is_settled
        from pause
       where released_at is null and least(ended_at, until) <= clock_timestamp()),
    due as materialized (
      select hold.pause_id, hold.saga_id
        from over cross join lateral (
          select pause_id, saga_id from pause_hold where pause_id = over.id
           order by saga_id limit $1) as hold
       limit $1),
    locked as materialized (
      select id from saga where id = any (array(select saga_id from due))
       order by id for update skip locked),
    freed as (
      delete from pause_hold using due
       where (pause_hold.pause_id, pause_hold.saga_id) >= (due.pause_id, due.saga_id)
         and (pause_hold.pause_id, pause_hold.saga_id) <= (due.pause_id, due.saga_id)
         and (due.saga_id in (select id from locked)
              or not exists (select from saga where id = due.saga_id))),
    woken as (
      update saga set wake_at = least(wake_at, clock_timestamp())
        where id = any (array(select id from locked)) and ended_at is null),
    settled as (
      update pause set released_at = clock_timestamp()
       where ended_at is not null and id in (select id from over where is_settled)
         and not exists (select from pause_hold where pause_id = pause.id))
    select count(*)::int as found from due`,
};
