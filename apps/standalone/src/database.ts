import { startPostgres } from '#servers/postgres';
import pg from 'pg';
import { LaunchError } from './launch-error.js';
import type { StandaloneSettings } from './settings.js';

export interface Database {
  /** The conductor's; the services have databases of their own on the same server. */
  readonly url: string;
  /** For people. */
  readonly description: string;
  /** Settles with the reason when the database is lost for good. */
  readonly lost: Promise<LaunchError>;
  stop(): Promise<void>;
  /** At once, for a process that has no time left. Nothing that was committed is lost. */
  abort(): void;
}

/** "One process, one data folder" is a session lock: it ends with its owner, however that ends. */
const FOLDER_LOCK = 7_203_401;
const DATABASE_NAME = 'conductor';

/** The server of `DATABASE_URL`, else an embedded one in the data folder. @throws LaunchError */
export function openDatabase(settings: StandaloneSettings): Promise<Database> {
  if (settings.databaseUrl === null) return openEmbedded(settings.dataDir);
  return openGiven(settings.databaseUrl);
}

async function openGiven(url: string): Promise<Database> {
  const { host, pathname } = new URL(url);
  const client = await connect(url).catch((cause: unknown) => {
    throw new LaunchError(
      `PostgreSQL at ${host}${pathname} (DATABASE_URL) cannot be used: ${reasonOf(cause)}`,
      { cause },
    );
  });
  await client.end();
  return {
    url,
    description: `PostgreSQL at ${host}${pathname}`,
    lost: new Promise(() => {}), // it comes back, and the pools connect again
    stop: () => Promise.resolve(),
    abort: () => undefined,
  };
}

/**
 * A server that still runs was left by a process that was killed, and is taken over; unless its
 * owner lives, and holds the lock.
 */
async function openEmbedded(dataDir: string): Promise<Database> {
  const server = await startPostgres({ dir: dataDir }).catch((cause: unknown) => {
    throw new LaunchError(reasonOf(cause), { cause });
  });
  const owner = await connect(server.url, `conductor process ${process.pid}`);
  if (!(await lockFolder(owner))) {
    const holder = await findHolder(owner);
    await owner.end();
    throw new LaunchError(
      `Conductor is already running in ${dataDir} (${holder}): stop it first, ` +
        `or set CONDUCTOR_DATA_DIR to another folder`,
    );
  }
  await createDatabase(owner);
  const url = new URL(server.url);
  url.pathname = `/${DATABASE_NAME}`;
  return {
    url: url.href,
    description: `${dataDir} (PostgreSQL on port ${url.port})`,
    lost: new Promise((settle) => {
      owner.on('error', () =>
        settle(new LaunchError(`PostgreSQL ended by itself: see ${dataDir}/postgres/postgres.log`)),
      );
    }),
    stop: async () => {
      await owner.end().catch(() => undefined); // lost already; the server is stopped all the same
      await server.stop();
    },
    abort: () => server.abort(),
  };
}

async function lockFolder(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock($1) as locked',
    [FOLDER_LOCK],
  );
  return rows[0]?.locked === true;
}

async function findHolder(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.objid = $1 and l.granted`,
    [FOLDER_LOCK],
  );
  return rows[0]?.name ?? 'another process';
}

async function createDatabase(client: pg.Client): Promise<void> {
  const known = await client.query('select from pg_database where datname = $1', [DATABASE_NAME]);
  if (known.rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
}

/** Whoever works with a connection that is lost hears of it from its statement. */
export async function connect(connectionString: string, name = 'conductor'): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** An address with several numbers gives an error without a message, but with a code. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { readonly message?: string; readonly code?: string };
  return message || code || String(error);
}
