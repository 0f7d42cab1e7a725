import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { conductorMigrations } from '../../../migrations/conductor/index.js';
import { grantRuntimeRole } from '../../../migrations/runtime-grants.js';
import { missingMigrations, requireSchema } from '../../../migrations/schema-check.js';
import { sessionStart } from '../../../migrations/session-settings.js';
import { KEEP_ALIVE_DELAY_MS } from '#database';

export interface ConductorDataSourceOptions {
  /** Connections at most. Default 10. */
  readonly connectionsMax?: number;
  /** Default `conductor-queries`. */
  readonly applicationName?: string;
  /** Longest time for one statement; 0: no limit. Default 15 s. */
  readonly statementTimeoutMs?: number;
}

/**
 * The conductor's database for migrations, connected. Everything else has pools of its own. TypeORM
 * is loaded here: it is a tenth of what a conductor consists of, and most starts do not need it.
 */
export async function openConductorDataSource(
  url: string,
  options: ConductorDataSourceOptions = {},
): Promise<DataSource> {
  const { DataSource } = await import('typeorm');
  const session = sessionStart(url);
  const dataSource = new DataSource({
    type: 'postgres',
    url: session.url,
    applicationName: options.applicationName ?? 'conductor-queries',
    poolSize: options.connectionsMax ?? 10,
    connectTimeoutMS: 3000,
    synchronize: false,
    migrations: conductorMigrations,
    migrationsTransactionMode: 'each',
    extra: {
      options: session.options,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
      statement_timeout: options.statementTimeoutMs ?? 15_000,
    },
  });
  return dataSource.initialize();
}

/** An arbitrary number that nothing else in the database uses. */
const MIGRATION_LOCK = 7_263_114;

/** How often a replica tries to get the lock, and checks that it still holds it. */
const TURN_CHECK_MS = 500;
/** A server that does not answer for this long is taken for gone. */
const TURN_ANSWER_MS = 5000;

/**
 * Brings the schema up to date. Replicas that start at once take turns, and all but the first find
 * nothing to do. Migrations have no time limit; meanwhile a check sees that the server still
 * answers.
 *
 * @param runtimeRole gets what it needs to work with the tables; null: nobody gets anything
 * @returns the names of the migrations that were run
 */
export async function migrateConductorDatabase(
  url: string,
  runtimeRole: string | null = null,
): Promise<readonly string[]> {
  const session = sessionStart(url);
  const turn = new pg.Client({
    connectionString: session.url,
    options: session.options,
    application_name: 'conductor-migrations',
    connectionTimeoutMillis: TURN_ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    query_timeout: TURN_ANSWER_MS,
  });
  // a lost connection loses the lock, and another replica may take it
  const isLost = new Promise<never>((_resolve, reject) => turn.on('error', reject));
  isLost.catch(() => undefined); // heard of by the race, or by the query that failed with it
  await turn.connect();
  const done = new AbortController();
  try {
    await takeTurn(turn);
    const running = runMigrations(url, runtimeRole);
    await Promise.race([running, isLost, watchTurn(turn, done.signal)]);
    return await running;
  } finally {
    done.abort();
    // ends the session, and with it the lock
    await turn.end();
  }
}

/** Asked for again and again: a statement that waits would look like a server that is gone. */
async function takeTurn(turn: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await turn.query<{ readonly taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
      [MIGRATION_LOCK],
    );
    if (rows[0]?.taken === true) return;
    await delay(TURN_CHECK_MS);
  }
}

/** Rejects when the server does not answer any more; ends when `signal` says so. */
async function watchTurn(turn: pg.Client, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(TURN_CHECK_MS);
    if (!signal.aborted) await turn.query('select 1');
  }
}

/**
 * Most starts find that there is nothing to do. On a connection without limits, as that of the
 * migrations: the one of the turn tells by them whether the server still answers.
 */
async function isMigrated(url: string): Promise<boolean> {
  const session = sessionStart(url);
  const client = new pg.Client({
    connectionString: session.url,
    options: session.options,
    application_name: 'conductor-queries',
    connectionTimeoutMillis: TURN_ANSWER_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  });
  // heard of by the query that failed with it
  client.on('error', () => undefined);
  await client.connect();
  try {
    const query = async (sql: string) => (await client.query<Record<string, string>>(sql)).rows;
    return (await missingMigrations(query, conductorMigrations)).length === 0;
  } finally {
    await client.end();
  }
}

async function runMigrations(url: string, runtimeRole: string | null): Promise<readonly string[]> {
  if (runtimeRole === null && (await isMigrated(url))) return [];
  const limits = { connectionsMax: 1, statementTimeoutMs: 0 };
  const dataSource = await openConductorDataSource(url, limits);
  try {
    const done = await dataSource.runMigrations();
    if (runtimeRole !== null) {
      await grantRuntimeRole((sql, values) => dataSource.query(sql, values), runtimeRole);
    }
    return done.map(({ name }) => name);
  } finally {
    await dataSource.destroy();
  }
}

/** How the migrations of the conductor are run by themselves. */
const MIGRATE_COMMAND = 'node dist/apps/conductor/src/migrate.js';

/**
 * Changes nothing: the tables have to be those of this release, and this role has to be allowed to
 * work with them.
 *
 * @throws SchemaNotReadyError
 */
export async function checkConductorDatabase(url: string): Promise<void> {
  const session = sessionStart(url);
  const client = new pg.Client({
    connectionString: session.url,
    options: session.options,
    application_name: 'conductor-migrations',
    connectionTimeoutMillis: TURN_ANSWER_MS,
    query_timeout: TURN_ANSWER_MS,
  });
  // its statement says so; without a listener the process would end
  client.on('error', () => undefined);
  await client.connect();
  try {
    const query = async (sql: string) => (await client.query<Record<string, string>>(sql)).rows;
    await requireSchema(query, conductorMigrations, MIGRATE_COMMAND);
  } finally {
    await client.end();
  }
}
