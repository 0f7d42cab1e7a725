/**
 * $1 uuid[] of sagas, $2 text[] of steps, $3 text[] of events, $4 text[] of keys, $5 ms. Opens
 * these waits, for sagas whose rows this transaction has written and for no others: a start that
 * lost has written none. Gives the sagas for which an event is kept; they are due in $5 ms, should
 * nobody wake them before. After LOCK_EVENT_KEYS.
 */
export const OPEN_EVENT_WAITS = {
  name: 'open-event-waits',
  text: `
    with opened as (
      insert into event_wait (saga_id, step, event, key)
      select saga_id, step, event, key
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
          as wait (saga_id, step, event, key)
       where exists (
         select 1 from saga
          where id = any (array[wait.saga_id])
            and xmin = pg_current_xact_id()::xid)
      on conflict (saga_id, step) do update
        set event = excluded.event, key = excluded.key, seen = 0
      returning saga_id, event, key),
    matched as (
      select distinct saga_id from opened
       where exists (
         select 1 from kept_event
          where kept_event.event = opened.event and kept_event.key = opened.key)),
    woken as (
      update saga
         set wake_at = least(wake_at, clock_timestamp() + $5::float8 * interval '1 millisecond')
        where id = any (array(select saga_id from matched)) and ended_at is null)
    select saga_id from matched`,
};

export interface MatchedRow {
  readonly saga_id: string;
}
