/**
 * $1 text[] of events, $2 text[] of their keys. One transaction at a time works on an event's key,
 * from here to its commit: it either sees what another one stored, or is seen by it. In a fixed
 * order, which prevents deadlocks. The name of an event has no space.
 */
export const LOCK_EVENT_KEYS = {
  name: 'lock-event-keys',
  text: `
    select pg_advisory_xact_lock(hash) from (
      select distinct hashtextextended(event || ' ' || key, 4343) as hash
        from unnest($1::text[], $2::text[]) as wanted (event, key)
       order by hash) as keys`,
};
