/**
 * Names first, each found in the index after the one before; then the newest version of each. A
 * name has as many versions as it was posted with, and none of their documents is read. $1 the name
 * that the page begins after, or null; $2 limit.
 */
export const LIST_DEFINITIONS = `
  with recursive named (name) as (
    select (select name from saga_definition where name > coalesce($1::text, '') collate "C"
             order by name limit 1)
    union all
    select (select next.name from saga_definition next where next.name > named.name
             order by next.name limit 1)
      from named where named.name is not null)
  ${newestOf('select name from named where name is not null limit $2')}`;

/** The same of names that are given ($3). */
export const LIST_SOME_DEFINITIONS = newestOf(`
  select name from (select distinct unnest($3::text[]) collate "C" as name) as asked
   where name > coalesce($1::text, '') collate "C"
     and exists (select from saga_definition where saga_definition.name = asked.name)
   order by name limit $2`);

/** `page` gives names. */
function newestOf(page: string): string {
  return `
  select newest.*,
         (select count(*)::int from saga_definition
           where saga_definition.name = newest.name) as versions
    from (${page}) as page
   cross join lateral (
     select name, version, hash, created_at, retired_at, description from saga_definition
      where saga_definition.name = page.name order by version desc limit 1) as newest
   order by newest.name`;
}
