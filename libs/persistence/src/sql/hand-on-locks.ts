/**
 * $1 uuid[] of sagas and $2 text[] of keys, null for all of a saga: gives these tickets back. Gives
 * the sagas that hold now what was given back.
 */
export const HAND_ON_LOCKS = {
  name: 'hand-on-locks',
  text: `
    with released as (
      delete from saga_lock as gone where (key, ticket) in (
        select own.key, own.ticket
          from unnest($1::uuid[], $2::text[]) as given (saga_id, key)
          join saga_lock as own
            on own.saga_id = given.saga_id and (given.key is null or given.key = own.key))
      returning key, ticket),
    holder as (
      select first.* from (select distinct key from released) as line
       cross join lateral (
         select key, ticket, saga_id from saga_lock
          where saga_lock.key = line.key
            and not exists (
              select 1 from released
               where released.key = saga_lock.key and released.ticket = saga_lock.ticket)
          order by ticket limit 1) as first)
    select distinct saga_id from holder
     where exists (
       select 1 from released
        where released.key = holder.key and released.ticket < holder.ticket)`,
};

export interface TurnRow {
  readonly saga_id: string;
}
