import pg from 'pg';
import { DataSource } from 'typeorm';
import { conductorMigrations } from '../../../../migrations/conductor/index.js';

export interface ConductorDataSourceOptions {
  /** Connections at most. Default 10. */
  readonly connectionsMax?: number;
  /** Default `conductor-queries`. */
  readonly applicationName?: string;
  /** Longest time for one statement; 0: no limit. Default 15 s. */
  readonly statementTimeoutMs?: number;
}

/** The conductor's database for reads and for plain writes; sagas are written by the saga store. */
export function createConductorDataSource(
  url: string,
  options: ConductorDataSourceOptions = {},
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: options.applicationName ?? 'conductor-queries',
    poolSize: options.connectionsMax ?? 10,
    connectTimeoutMS: 3000,
    synchronize: false,
    migrations: conductorMigrations,
    migrationsTransactionMode: 'each',
    extra: { keepAlive: true, statement_timeout: options.statementTimeoutMs ?? 15_000 },
  });
}

/** Any number, as long as nothing else in the database uses it. */
const MIGRATION_LOCK = 7_263_114;

/**
 * Brings the schema up to date. Replicas that start at once take turns, and all but the first find
 * nothing to do.
 */
export async function migrateConductorDatabase(url: string): Promise<void> {
  const turn = new pg.Client({ connectionString: url, application_name: 'conductor-migrations' });
  // with the connection the turn is lost, and another replica may take it
  const isLost = new Promise<never>((_resolve, reject) => turn.once('error', reject));
  isLost.catch(() => undefined); // heard of by the race, or by the query that failed with it
  await turn.connect();
  try {
    await turn.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await Promise.race([runMigrations(url), isLost]);
  } finally {
    // ends the session, and with it the lock
    await turn.end();
  }
}

async function runMigrations(url: string): Promise<void> {
  const dataSource = createConductorDataSource(url, { connectionsMax: 1, statementTimeoutMs: 0 });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations();
  } finally {
    await dataSource.destroy();
  }
}
