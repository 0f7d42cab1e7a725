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

/** Tables and sequences that this role cannot work with. Of `migrations` it reads alone. */
const UNGRANTED = `
  select name from (
    select c.oid::regclass::text as name, c.relkind = 'S' as is_sequence,
           c.relname = 'migrations' as is_read, c.relname = 'store_probe' as is_truncated, c.oid
      from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'S')
  ) as ours
   where case when is_sequence then not has_sequence_privilege(oid, 'usage')
              when is_read then not has_table_privilege(oid, 'select')
              else not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
                    and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete')
                    and (not is_truncated or has_table_privilege(oid, 'truncate'))) end
   order by name`;

/**
 * Refuses a database that lacks a migration of this release, or in which this role may not do what
 * the program does. One that has more, of a later release, is fine: see "upgrades" in OPERATIONS.
 *
 * @throws SchemaNotReadyError
 */
export async function requireSchema(
  query: Query,
  migrations: readonly (new () => object)[],
  command: string,
): Promise<void> {
  // `public` may be closed to this role: then there is no current schema at all
  const [facts] = await query(
    `select current_schema() as schema, to_regclass('migrations')::text as table,
            current_user as me`,
  );
  const ungranted = facts?.['schema'] ? await query(UNGRANTED) : [{ name: 'the schema' }];
  const [first] = ungranted;
  if (first !== undefined) {
    throw new SchemaNotReadyError(
      'GRANTS_MISSING',
      `the role ${facts?.['me']} may not use ${first['name']}: as the owner of the tables run ` +
        `deploy/postgres/grants.sql, or "${command}" with CONDUCTOR_RUNTIME_ROLE=${facts?.['me']}`,
    );
  }
  const there = facts?.['table'] ? await query('select name from migrations') : [];
  const names = new Set(there.map(({ name }) => name));
  const missing = migrations.map(({ name }) => name).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new SchemaNotReadyError(
    'SCHEMA_OUTDATED',
    `the tables are not those of this release: ${missing.length} of ${migrations.length} ` +
      `migrations are missing, the first is ${missing[0]}: run "${command}" as the owner of the ` +
      'tables, or let the program do it with CONDUCTOR_MIGRATIONS=run',
  );
}
