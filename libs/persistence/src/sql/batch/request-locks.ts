/**
 * $1 uuid[] of sagas and $2 text[] of keys. Draws a ticket for each pair, in their order, for the
 * sagas that this transaction started and for no others: a start that lost may have met a saga with
 * its own id, which knows nothing of these keys and would never give them back. No saga that was
 * there before may be among them if this transaction has written its row.
 */
export const REQUEST_LOCKS = {
  name: 'request-locks',
  text: `
    insert into saga_lock (key, saga_id)
    select key, saga_id
      from unnest($1::uuid[], $2::text[]) with ordinality as lock (saga_id, key, place)
     where exists (
       select 1 from saga
        where id = any (array[lock.saga_id]) and xmin = pg_current_xact_id()::xid)
     order by place
    on conflict do nothing`,
};
