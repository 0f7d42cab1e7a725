/**
 * $1 uuid[] of sagas, $2 events of each wait, $3 bytes of all together. Gives what is kept for
 * their waits and was not looked at yet: the oldest of every wait first, then the next of every
 * wait, while they fit; the very first whatever its size. What is left out comes with `is_read`
 * false. An event that several sagas wait for is read, and counted, once: its other rows have no
 * data. Compared together, columns are looked for in the index that has them, and in no other.
 */
export const READ_KEPT_EVENTS = {
  name: 'read-kept-events',
  text: `
    with found as (
      select wait.saga_id, wait.step, kept.seq, kept.bytes,
             row_number() over (partition by wait.saga_id, wait.step order by kept.seq) as place
        from event_wait as wait cross join lateral (
          select seq, bytes from kept_event
           where (event, key, seq) > (wait.event, wait.key, wait.seen)
             and (event, key) <= (wait.event, wait.key)
           order by event, key, seq limit $2::integer + 1) as kept
       where wait.saga_id = any($1::uuid[])),
    counted as (
      select *, row_number() over (partition by seq order by place, saga_id, step) as nth
        from found),
    ranked as (
      select *, row_number() over rows as rank,
             sum(case when nth = 1 then bytes else 0 end) over rows as total
        from counted window rows as (order by place, saga_id, step rows unbounded preceding)),
    chosen as (
      select *, place <= $2::integer and (total <= $3::float8 or rank = 1) as is_read from ranked)
    select chosen.saga_id, chosen.step, chosen.is_read, kept_event.seq::float8 as seq,
           kept_event.event_id, date_part('epoch', kept_event.received_at) * 1000 as at,
           case when chosen.is_read and chosen.nth = 1 then kept_event.data end as data
      from chosen join kept_event on kept_event.seq = any (array[chosen.seq])
     order by chosen.rank`,
};

export interface KeptEventRow {
  readonly saga_id: string;
  readonly step: string;
  readonly is_read: boolean;
  readonly seq: number;
  readonly event_id: string;
  readonly at: number;
  /** null: not read, or in an earlier row with this `seq`. */
  readonly data: string | null;
}
