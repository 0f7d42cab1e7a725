/**
 * $1 text[] of keys, $2 uuid[] of sagas, which stand for the keys of all their tickets. One
 * transaction at a time works on a key, from here to its commit: tickets are drawn in commit order,
 * and a transaction that releases a key sees every waiting saga. Keys are locked in a fixed order,
 * which prevents deadlocks.
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
