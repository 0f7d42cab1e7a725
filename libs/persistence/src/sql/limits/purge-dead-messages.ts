/**
 * $1: days, $2: rows that may stay, $3: rows to delete of each kind at most. Resolved messages go
 * first, then the oldest.
 */
export const PURGE_DEAD_MESSAGES = {
  name: 'purge-dead-messages',
  text: `
    with old as (
      select id from dead_message
       where created_at < statement_timestamp() - $1 * interval '1 day'
       order by created_at limit $3),
    surplus as (
      select id from dead_message where id not in (select id from old)
       order by resolved_at is null, created_at, id
       limit (select greatest(0, least($3, count(*) - (select count(*) from old) - $2))
                from dead_message)),
    gone as (
      delete from dead_message
       where id in (select id from old union all select id from surplus) returning id)
    select (select count(*) from gone where id in (select id from old))::int as expired,
           (select count(*) from gone where id in (select id from surplus))::int as surplus`,
};
