/** $1 uuid[] of sagas and $2 text[] of keys. Held or waited for: the tickets are given back. */
export const RELEASE_LOCKS = {
  name: 'release-locks',
  text: `
    delete from saga_lock using unnest($1::uuid[], $2::text[]) as lock (saga_id, key)
     where saga_lock.saga_id = lock.saga_id and saga_lock.key = lock.key`,
};
