/** How far behind the present a mark is set: 20 s by the trigger, and 5 s for a clock set back. */
const BEHIND = `interval '25 s'`;

/**
 * Adds to the tally what ended from $1 on and before $2, moves the mark to $2, and sets where it
 * goes after that if $3. One row a version and status is left. `now()` is before this transaction
 * had a number: what a transaction with a higher one writes ends later than the next mark.
 */
export const MOVE_MARK = {
  name: 'move-tally-mark',
  text: `
    with counted as (
      select definition_name, definition_version, status, count(*) as sagas from saga
       where ended_at is not null and ended_at >= $1::timestamptz and ended_at < $2::timestamptz
       group by 1, 2, 3),
    gone as (delete from ended_tally returning *),
    moved as (
      update ended_tally_mark set
        until = $2::timestamptz,
        next = case when $3::boolean
          then greatest(now() - ${BEHIND}, $2::timestamptz) else next end,
        horizon = case when $3::boolean then pg_current_xact_id() else horizon end)
    insert into ended_tally (definition_name, definition_version, status, sagas)
    select definition_name, definition_version, status, sum(sagas)
      from (select * from counted union all select * from gone) as known
     group by 1, 2, 3 having sum(sagas) <> 0`,
};
