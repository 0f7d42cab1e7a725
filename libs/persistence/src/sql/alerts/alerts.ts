/** For $1 ms nobody else takes the turn. No row: somebody has it. */
export const TAKE_ALERT_TURN = {
  name: 'take-alert-turn',
  text: `
    insert into turn (work, taken_at) values ('alerts', clock_timestamp())
    on conflict (work) do update set taken_at = excluded.taken_at
      where turn.taken_at < clock_timestamp() - $1::int * interval '1 millisecond'
    returning taken_at::text as turn`,
};

/** Whether the turn ($1) is still the latest, until the transaction ends. No row: it is not. */
export const HOLD_ALERT_TURN = {
  name: 'hold-alert-turn',
  text: `select from turn where work = 'alerts' and taken_at = $1::timestamptz for update`,
};

/** All that is remembered; a thousand at most. */
export const READ_ALERTS = {
  name: 'read-alerts',
  text: `select state from alert order by key limit 2000`,
};

/** $1 keys and $2 their states; all others are forgotten. */
export const WRITE_ALERTS = {
  name: 'write-alerts',
  text: `
    with gone as (delete from alert where key <> all($1::text[]))
    insert into alert (key, state)
    select key, state from unnest($1::text[], $2::text[]) as changed (key, state) order by key
    on conflict (key) do update set state = excluded.state`,
};

/** $1 to $6 a column each of new messages, $7 how many may wait at most: more are not written. */
export const ADD_DELIVERIES = {
  name: 'add-deliveries',
  text: `
    insert into alert_delivery (id, route, event, key, title, message)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     where (select count(*) from alert_delivery where next_try_at is not null) < $7::int`,
};

/** $1 at most, $2 for how many ms nobody else takes them; with one attempt more. */
export const CLAIM_DELIVERIES = {
  name: 'claim-deliveries',
  text: `
    with due as (
      select id from alert_delivery where next_try_at <= statement_timestamp()
       order by next_try_at limit $1 for update skip locked)
    update alert_delivery as taken
       set tries = tries + 1,
           next_try_at = clock_timestamp() + $2::int * interval '1 millisecond'
      from due where taken.id = due.id
    returning taken.id, taken.route, taken.message, taken.tries,
      (extract(epoch from clock_timestamp() - taken.created_at) * 1000)::float8 as age_ms`,
};

export interface ClaimedDelivery {
  readonly id: string;
  readonly route: string;
  readonly message: string;
  readonly tries: number;
  readonly age_ms: number;
}

/** $1 which, $2 it was sent, $3 why not, $4 in how many ms it is tried again, or null. */
export const SETTLE_DELIVERY = {
  name: 'settle-delivery',
  text: `
    update alert_delivery
       set sent_at = case when $2::boolean then clock_timestamp() end, last_error = $3,
           next_try_at = clock_timestamp() + $4::float8 * interval '1 millisecond'
     where id = $1`,
};

/** $1 days for which the log is kept, $2 entries at most, $3 rows at most. */
export const FORGET_DELIVERIES = {
  name: 'forget-deliveries',
  text: `
    with oldest as materialized (
      select id, created_at, next_try_at, row_number() over (order by created_at) as place
        from (select * from alert_delivery order by created_at, id limit $3) as first)
    delete from alert_delivery using oldest
     where alert_delivery.id = oldest.id and oldest.next_try_at is null
       and (oldest.created_at < statement_timestamp() - $1::int * interval '1 day'
            or oldest.place <= (select count(*) from alert_delivery) - $2::int)`,
};
