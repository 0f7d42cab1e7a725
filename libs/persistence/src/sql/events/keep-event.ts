/**
 * $1 event, $2 key, $3 id, $4 definition, $5 data, $6 bytes of it, $7 ms that it is kept, $8 and $9
 * events and bytes that a definition may have kept for keys that nobody waits for now, $10 and $11
 * the same for a key that somebody waits for. Stores the event once. After LOCK_EVENT_KEYS.
 */
export const KEEP_EVENT = {
  name: 'keep-event',
  text: `
    with known as (
      update kept_event
         set expires_at = greatest(
               expires_at, received_at + $7::float8 * interval '1 millisecond')
       where event = $1 and key = $2 and event_id = $3
      returning seq),
    waited as materialized (
      select exists (select 1 from event_wait where event = $1 and key = $2) as is_waited),
    used as (
      select count(*) as events, coalesce(sum(bytes), 0) as bytes from (
        select bytes from waited cross join kept_event
         where waited.is_waited and event = $1 and key = $2
        union all
        select bytes from waited cross join kept_event
         where not waited.is_waited and definition = $4 and expires_at > clock_timestamp()
      ) as scope),
    kept as (
      insert into kept_event (event, key, event_id, definition, data, bytes, expires_at)
      select $1, $2, $3, $4, $5, $6::integer,
             clock_timestamp() + $7::float8 * interval '1 millisecond'
        from waited cross join used
       where not exists (select 1 from known)
         and used.events < case when is_waited then $10::bigint else $8::bigint end
         and used.bytes + $6::bigint <= case when is_waited then $11::bigint else $9::bigint end
      returning seq)
    select exists (select 1 from known) or exists (select 1 from kept) as is_kept`,
};

export interface KeptRow {
  readonly is_kept: boolean;
}
