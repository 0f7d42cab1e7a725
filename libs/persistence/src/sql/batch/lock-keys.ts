/**
 * $1 text[] of keys, $2 uuid[] of sagas, which stand for the keys of all their tickets. One
 * transaction at a time works on a key, from here to its commit: tickets are drawn in the order of
 * the commits, and who gives a key back sees everybody who waits for it. In one order, so that
 * nobody waits in a ring.
 */
export const LOCK_KEYS = {
  name: 'lock-keys',
  text: `
    select pg_advisory_xact_lock(hash) from (
      select distinct hashtextextended(key, 4242) as hash from (
        select unnest($1::text[]) as key
        union all
        select key from saga_lock where saga_id = any($2::uuid[])) as wanted
       order by hash) as keys`,
};
