import { SchemaNotReadyError } from './schema-check.js';

/** SQLSTATE: a role that is not there. */
const UNDEFINED_OBJECT = '42704';

/**
 * What a program needs to run on tables that belong to another role. The same text, for people, is
 * `deploy/postgres/grants.sql`; a test holds them together.
 */
export const RUNTIME_GRANTS = `-- Gives the role that a program runs as what it does with its
-- tables, and nothing else: it cannot make, change or drop any. Run it in the program's database,
-- as the role that owns the tables and after the migrations of each release. The migrate command
-- runs it by itself where CONDUCTOR_RUNTIME_ROLE is set. Repeats are harmless.
--
--   PGOPTIONS='-c conductor.runtime_role=conductor_app' psql --file grants.sql DATABASE
do $grants$
declare
  runtime constant text := current_setting('conductor.runtime_role');
  tables constant text := current_schema();
begin
  execute format('grant usage on schema %I to %I', tables, runtime);
  execute format(
    'grant select, insert, update, delete on all tables in schema %I to %I', tables, runtime);
  execute format(
    'grant usage, select, update on all sequences in schema %I to %I', tables, runtime);
  -- Which migrations there were is only for their owner to write.
  if to_regclass('migrations') is not null then
    execute format('revoke insert, update, delete on table migrations from %I', runtime);
  end if;
  -- The readiness probe writes here, and truncates it, to see whether the disk has space.
  if to_regclass('store_probe') is not null then
    execute format('grant truncate on table store_probe to %I', runtime);
  end if;
end
$grants$;
`;

/**
 * Runs it as the owner of the tables, for the role that a program runs as.
 *
 * @throws SchemaNotReadyError: there is no such role
 */
export async function grantRuntimeRole(
  query: (sql: string, values?: unknown[]) => Promise<unknown>,
  role: string,
): Promise<void> {
  await query(`select set_config('conductor.runtime_role', $1, false)`, [role]);
  await query(RUNTIME_GRANTS).catch((error: { readonly code?: string }) => {
    if (error.code !== UNDEFINED_OBJECT) throw error;
    throw new SchemaNotReadyError(
      'GRANTS_MISSING',
      `the tables are those of this release, but there is no role ${role} to grant them to ` +
        '(CONDUCTOR_RUNTIME_ROLE): create it, and run this command again',
    );
  });
}
