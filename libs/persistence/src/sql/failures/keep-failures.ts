/**
 * Counts troubles that are over, and deletes them, a portion at a time: those that ended a moment
 * ago may come back. $1 rows at most. By one replica at a time, and not by each: $2 is for how many
 * ms the turn is taken.
 */
export const COUNT_ENDED_FAILURES = {
  name: 'count-ended-failures',
  text: `
    with turn as (
      insert into turn (work, taken_at) values ('failures', clock_timestamp())
      on conflict (work) do update set taken_at = excluded.taken_at
        where turn.taken_at < clock_timestamp() - $2::int * interval '1 millisecond'
      returning work),
    ended as materialized (
      select saga_id, fingerprint from saga_failure
       where ended_at < statement_timestamp() - interval '2 seconds' and exists (select from turn)
       order by ended_at limit $1 for update skip locked),
    gone as (
      delete from saga_failure using ended
       where saga_failure.saga_id = ended.saga_id
         and saga_failure.fingerprint = ended.fingerprint
      returning saga_failure.*),
    hours as (
      insert into failure_hour (fingerprint, hour, sagas)
      select fingerprint, hour, count(*) from gone group by fingerprint, hour
      on conflict (fingerprint, hour) do update
        set sagas = failure_hour.sagas + excluded.sagas),
    came as (
      select fingerprint, jsonb_object_agg(version, seen) as came
        from (select fingerprint, definition_version as version,
                     (extract(epoch from max(seen_at)) * 1000)::float8 as seen
                from gone group by 1, 2) as latest
       group by fingerprint),
    known as (
      insert into failure_group as known (fingerprint, definition_name, step, direction, code,
        message, first_seen_at, last_seen_at, left_count, came)
      select gone.fingerprint, min(definition_name), min(step), min(direction), min(code),
             min(message), min(since), max(seen_at), count(*), came.came
        from gone join came on came.fingerprint = gone.fingerprint
       group by gone.fingerprint, came.came order by gone.fingerprint
      on conflict (fingerprint) do update set
        first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
        left_count = known.left_count + excluded.left_count,
        came = (
          select jsonb_object_agg(version, seen) from (
            select key as version, max(value::float8) as seen
              from (select * from jsonb_each_text(known.came)
                    union all select * from jsonb_each_text(excluded.came)) as entry
             group by key order by key::int desc limit 20) as latest))
    select exists (select from turn) as has_turn, (select count(*)::int from gone) as counted`,
};

export interface CountedRow {
  readonly has_turn: boolean;
  readonly counted: number;
}

/** $1 days for which a group is kept that no saga came to, $2 groups at most, $3 rows at most. */
export const FORGET_FAILURES = {
  name: 'forget-failures',
  text: `
    with old_hours as (
      delete from failure_hour where (fingerprint, hour) in (
        select fingerprint, hour from failure_hour
         where hour < extract(epoch from statement_timestamp())::bigint / 3600 - 25
         order by hour limit $3)),
    unseen as materialized (
      select fingerprint, last_seen_at, row_number() over (order by last_seen_at) as place
        from (select fingerprint, last_seen_at from failure_group
               order by last_seen_at limit $3) as oldest
       where not exists (
         select from saga_failure
          where saga_failure.fingerprint = oldest.fingerprint and ended_at is null))
    delete from failure_group using unseen
     where failure_group.fingerprint = unseen.fingerprint
       and (unseen.last_seen_at < statement_timestamp() - $1::int * interval '1 day'
            or unseen.place <= (select count(*) from failure_group) - $2::int)`,
};
