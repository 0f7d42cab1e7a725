import { query } from '../databases.js';

/** What a database was asked so far. */
export interface DatabaseCounts {
  readonly transactions: number;
  /** By text; null: the server does not count them (pg_stat_statements is not loaded). */
  readonly statements: ReadonlyMap<string, number> | null;
}

/** Of the database `databaseUrl`, asked from `serverUrl`, so that asking is not counted. */
export async function readDatabaseCounts(
  serverUrl: string,
  databaseUrl: string,
): Promise<DatabaseCounts> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const [row] = await query<{ count: number }>(
    serverUrl,
    `select (xact_commit + xact_rollback)::float as count from pg_stat_database where datname = $1`,
    [name],
  );
  return { transactions: row?.count ?? 0, statements: await readStatements(serverUrl, name) };
}

async function readStatements(
  serverUrl: string,
  database: string,
): Promise<ReadonlyMap<string, number> | null> {
  const isLoaded = `select from pg_settings where name = 'shared_preload_libraries'
    and setting like '%pg_stat_statements%'`;
  if ((await query(serverUrl, isLoaded)).length === 0) return null;
  await query(serverUrl, 'create extension if not exists pg_stat_statements');
  const rows = await query<{ text: string; calls: number }>(
    serverUrl,
    `select query as text, sum(calls)::float as calls from pg_stat_statements
      where dbid = (select oid from pg_database where datname = $1) and toplevel
      group by query`,
    [database],
  );
  return new Map(rows.map(({ text, calls }) => [text, calls]));
}

export interface StatementRate {
  readonly text: string;
  readonly perSecond: number;
}

/** The statements between two readings, the most frequent first. */
export function statementRates(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  seconds: number,
): readonly StatementRate[] {
  return [...after]
    .map(([text, calls]) => ({ text, perSecond: (calls - (before.get(text) ?? 0)) / seconds }))
    .filter(({ perSecond }) => perSecond > 0)
    .sort((a, b) => b.perSecond - a.perSecond);
}

/** The first characters of a statement, in one line. */
export function shortText(statement: string): string {
  return statement.replaceAll(/\s+/g, ' ').trim().slice(0, 80);
}
