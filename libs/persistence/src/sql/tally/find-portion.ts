/**
 * Up to where the tally can go now. $1: how many sagas at most.
 *
 * What ends before `next` was written before the horizon, or else by a trigger into the tally: see
 * the migration. So once the transactions from before the horizon are over, nothing that ended
 * before `next` is still to come. A horizon that lies ahead is one of another server, from before
 * a restore, and says nothing here.
 *
 * A portion that is full ends before its last instant, which others may have too; when all of it
 * has one instant, it has everything of that instant, however much that is.
 */
export const FIND_PORTION = {
  name: 'find-tally-portion',
  text: `
    with mark as (
      select until, next, coalesce(pg_snapshot_xmin(pg_current_snapshot()) >= horizon, false)
               as is_past,
             coalesce(pg_current_xact_id() < horizon, false) as is_foreign
        from ended_tally_mark),
    portion as (
      select min(ended_at) as first, max(ended_at) as last, count(*) as sagas
        from (select ended_at from saga
               where ended_at is not null and ended_at >= (select until from mark)
                 and ended_at < (select next from mark where is_past)
               order by ended_at limit $1::int + 1) as found)
    select until::text as from_at,
           (case when not is_past then until
                 when portion.sagas <= $1::int then next
                 when portion.first < portion.last then portion.last
                 else portion.last + interval '1 microsecond' end)::text as to_at,
           is_past and portion.sagas > $1::int as is_more,
           next is null or is_foreign or (is_past and portion.sagas <= $1::int) as needs_next
      from mark, portion`,
};

export interface PortionRow {
  /** Instants as the database writes them. */
  readonly from_at: string;
  readonly to_at: string;
  readonly is_more: boolean;
  readonly needs_next: boolean;
}
