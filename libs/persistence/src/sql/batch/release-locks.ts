/**
 * $1 uuid[] of sagas and $2 text[] of keys, null for all of a saga: gives these tickets back.
 * $3 uuid[] and $4 text[]: sagas whose rows this transaction has locked, and what they wait for.
 * $5 ms. Gives the sagas that hold now what was given back, or what they of $3 wait for.
 *
 * They are due in $5 ms, should nobody tell them before. A row that another transaction has locked
 * is left out, for nobody may wait for a row while holding a key: that one finds out by its own $3.
 */
export const RELEASE_LOCKS = {
  name: 'hand-on-locks',
  text: `
    with released as (
      delete from saga_lock
       using unnest($1::uuid[], $2::text[]) as given (saga_id, key)
       where saga_lock.saga_id = any (array[given.saga_id])
         and (given.key is null or given.key = saga_lock.key)
      returning saga_lock.key, saga_lock.ticket),
    waiting as (
      select * from unnest($3::uuid[], $4::text[]) as waiting (saga_id, key)),
    holder as (
      select first.* from (select key from released union select key from waiting) as line
       cross join lateral (
         select key, ticket, saga_id from saga_lock
          where saga_lock.key = line.key
            and not exists (
              select 1 from released
               where released.key = saga_lock.key and released.ticket = saga_lock.ticket)
          order by ticket limit 1) as first),
    turn as (
      select distinct saga_id from holder
       where exists (
               select 1 from released
                where released.key = holder.key and released.ticket < holder.ticket)
          or exists (
               select 1 from waiting
                where waiting.key = holder.key and waiting.saga_id = holder.saga_id)),
    free as materialized (
      select id from saga
       where id = any (array(select saga_id from turn)) and ended_at is null
       order by id for update skip locked),
    woken as (
      update saga
         set wake_at = least(wake_at, clock_timestamp() + $5::float8 * interval '1 millisecond')
        where id = any (array(select id from free)))
    select saga_id from turn`,
};

export interface TurnRow {
  readonly saga_id: string;
}
