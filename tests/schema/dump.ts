import type { DataSource } from 'typeorm';

/**
 * The tables, functions and triggers of a database as text that reads like SQL. Made from the
 * catalog, and the same on PostgreSQL 15 to 18. What TypeORM keeps for itself is left out.
 */
export async function dumpSchema(dataSource: DataSource): Promise<string> {
  const sections = [];
  for (const statement of [TABLES, INDEXES, FUNCTIONS, TRIGGERS]) {
    const rows: { text: string }[] = await dataSource.query(statement);
    sections.push(...rows.map(({ text }) => text));
  }
  return sections.map((text) => `${text.trim()}\n`).join('\n');
}

const OURS = `n.nspname = 'public' and c.relname not like 'migrations%'`;

const TABLES = `
  select format(E'create table %s (\\n%s\\n)%s;', c.relname,
    string_agg('  ' || part.text, E',\\n' order by part.rank, part.position, part.text),
    coalesce(E' with (' || array_to_string(c.reloptions, ', ') || ')', '')) as text
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  cross join lateral (
    select 1 as rank, a.attnum::int as position,
      concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attcollation not in (0, t.typcollation) then
          'collate "' || (select collname from pg_collation where oid = a.attcollation) || '"' end,
        case when a.attnotnull then 'not null' end,
        case when a.attidentity <> '' then 'generated as identity' end,
        'default ' || pg_get_expr(d.adbin, d.adrelid)) as text
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    union all
    -- from 18 on "not null" is a constraint too
    select 2, 0, format('constraint %s %s', k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k
    where k.conrelid = c.oid and k.contype <> 'n'
  ) part
  where c.relkind in ('r', 'p') and ${OURS}
  group by c.oid, c.relname, c.reloptions
  order by c.relname`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) || ';' as text
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  order by 1`;

const FUNCTIONS = `
  select format(E'create function %s(%s) returns %s as $$%s$$;', p.proname,
    pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid), p.prosrc) as text
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'public'
    -- what an extension brings along is not ours
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by 1`;

const TRIGGERS = `
  select pg_get_triggerdef(t.oid) || ';' as text
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and not t.tgisinternal
  order by 1`;
