/**
 * $1 uuid[] of sagas and $2 text[] of keys. Draws a ticket for each pair, in their order; not for a
 * start that wrote nothing.
 */
export const REQUEST_LOCKS = {
  name: 'request-locks',
  text: `
    insert into saga_lock (key, saga_id)
    select key, saga_id
      from unnest($1::uuid[], $2::text[]) with ordinality as lock (saga_id, key, place)
     where exists (select 1 from saga where id = lock.saga_id and ended_at is null)
     order by place
    on conflict do nothing`,
};
