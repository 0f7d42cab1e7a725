type Row = Readonly<Record<string, string | null>>;

/** Runs a statement in a session with the settings of `sessionStart`. */
type Query = (sql: string) => Promise<readonly Row[]>;

/** The tables are not as a program needs them, and it may not change that itself. */
export class SchemaNotReadyError extends Error {
  /** `SCHEMA_OUTDATED`: migrations are missing. `GRANTS_MISSING`: this role may not use tables. */
  constructor(
    readonly code: 'SCHEMA_OUTDATED' | 'GRANTS_MISSING',
    message: string,
  ) {
    super(message);
  }
}

type Migration = new () => object;

/** What a migration asks of its runner, as far as it makes tables. */
interface Recorded {
  up?(runner: { query(sql: string): Promise<readonly Row[]> }): Promise<unknown>;
}

/**
 * The tables that these migrations leave, from what they would say to an empty database. Others in
 * the schema are somebody else's, or of a later release: no replica of this one touches them.
 */
export async function tablesOf(migrations: readonly Migration[]): Promise<readonly string[]> {
  const said: string[] = [];
  const query = (sql: string) => {
    said.push(sql);
    return Promise.resolve([]);
  };
  for (const migration of migrations) await (new migration() as Recorded).up?.({ query });
  const tables = new Set<string>();
  const changes = said
    .join(';\n')
    .matchAll(/\b(create|drop) table (?:if (?:not )?exists )?(\w+)/gi);
  for (const [, how = '', name = ''] of changes) {
    if (how.toLowerCase() === 'create') tables.add(name);
    else tables.delete(name);
  }
  return [...tables];
}

/** Those that this role cannot work with. Of `migrations` it reads alone. */
const ungranted = (tables: readonly string[]) => `
  select c.oid::regclass::text as name
    from pg_class c
   where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
     and c.relname in (${['migrations', ...tables].map((name) => `'${name}'`).join(', ')})
     and case when c.relname = 'migrations' then not has_table_privilege(c.oid, 'select')
              else not (has_table_privilege(c.oid, 'select')
                    and has_table_privilege(c.oid, 'insert')
                    and has_table_privilege(c.oid, 'update')
                    and has_table_privilege(c.oid, 'delete')
                    and (c.relname <> 'store_probe' or has_table_privilege(c.oid, 'truncate'))) end
   order by name`;

/** Names of those that were not run on the database, in their order. */
export async function missingMigrations(
  query: Query,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const [facts] = await query(`select to_regclass('migrations')::text as table`);
  const there = facts?.['table'] ? await query('select name from migrations') : [];
  const names = new Set(there.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !names.has(name));
}

/**
 * Refuses a database that lacks a migration of this release, or in which this role may not do what
 * the program does. One that has more, of a later release, is fine: see "upgrades" in OPERATIONS.
 *
 * @throws SchemaNotReadyError
 */
export async function requireSchema(
  query: Query,
  migrations: readonly Migration[],
  command: string,
): Promise<void> {
  // `public` may be closed to this role: then there is no current schema at all
  const [facts] = await query('select current_schema() as schema, current_user as me');
  const tables = await tablesOf(migrations);
  const closed = facts?.['schema'] ? await query(ungranted(tables)) : [{ name: 'the schema' }];
  const [first] = closed;
  if (first !== undefined) {
    throw new SchemaNotReadyError(
      'GRANTS_MISSING',
      `the role ${facts?.['me']} may not use ${first['name']}: as the owner of the tables run ` +
        `deploy/postgres/grants.sql, or "${command}" with CONDUCTOR_RUNTIME_ROLE=${facts?.['me']}`,
    );
  }
  const missing = await missingMigrations(query, migrations);
  if (missing.length === 0) return;
  throw new SchemaNotReadyError(
    'SCHEMA_OUTDATED',
    `the tables are not those of this release: ${missing.length} of ${migrations.length} ` +
      `migrations are missing, the first is ${missing[0]}: run "${command}" as the owner of the ` +
      'tables, or let the program do it with CONDUCTOR_MIGRATIONS=run',
  );
}
