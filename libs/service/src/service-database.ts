import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { databaseErrorOf } from '#resilience';
import type { Migrations } from '#process';
import { participantMigrations } from '../../../migrations/participant/index.js';
import { grantRuntimeRole } from '../../../migrations/runtime-grants.js';
import { requireSchema } from '../../../migrations/schema-check.js';
import { sessionStart } from '../../../migrations/session-settings.js';

/** One number for all services: each migrates a database of its own. */
const MIGRATION_LOCK = 7_203_311;

export interface ServiceDatabaseOptions {
  readonly databaseUrl: string;
  /** The name that Postgres shows for each connection. */
  readonly applicationName: string;
  /** The largest number of connections. */
  readonly poolSize: number;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  /** The service's own migrations; those of the participant's inbox are added. */
  readonly migrations: readonly (new () => object)[];
  /** What is done about the tables; `check` makes neither database nor tables. Default: run. */
  readonly onTables?: Migrations;
  /** Gets what a service needs to work with the tables. Default: nobody. */
  readonly runtimeRole?: string | null;
}

/**
 * Connects to the service's database. Creates it when it does not exist, and migrates it, one
 * replica at a time; or refuses one that is not as this release needs it.
 *
 * @throws SchemaNotReadyError
 */
export async function openServiceDatabase(options: ServiceDatabaseOptions): Promise<DataSource> {
  const dataSource = dataSourceOf(options);
  try {
    if (options.onTables === 'check') await openChecked(dataSource, options);
    else await openMigrated(dataSource, options);
    return dataSource;
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy();
    throw error;
  }
}

function dataSourceOf(options: ServiceDatabaseOptions): DataSource {
  const session = sessionStart(options.databaseUrl);
  return new DataSource({
    type: 'postgres',
    url: session.url,
    applicationName: options.applicationName,
    poolSize: options.poolSize,
    extra: { options: session.options, connectionTimeoutMillis: 5_000, keepAlive: true },
    entities: options.entities,
    migrations: [...participantMigrations, ...options.migrations],
    migrationsTransactionMode: 'each',
    synchronize: false,
  });
}

async function openChecked(
  dataSource: DataSource,
  { migrations, applicationName }: ServiceDatabaseOptions,
): Promise<void> {
  await dataSource.initialize();
  const query = (sql: string) => dataSource.query<Record<string, string>[]>(sql);
  const command = `node dist/apps/${applicationName}/src/migrate.js`;
  await requireSchema(query, [...participantMigrations, ...migrations], command);
}

async function openMigrated(
  dataSource: DataSource,
  { databaseUrl, runtimeRole }: ServiceDatabaseOptions,
): Promise<void> {
  const guard = await connectOrCreate(databaseUrl);
  try {
    await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.initialize();
    await dataSource.runMigrations();
    if (!runtimeRole) return;
    const runner = dataSource.createQueryRunner();
    try {
      await grantRuntimeRole((sql, values) => runner.query(sql, values), runtimeRole);
    } finally {
      await runner.release();
    }
  } finally {
    // Ending the session releases the lock.
    await guard.end();
  }
}

async function connectOrCreate(databaseUrl: string): Promise<pg.Client> {
  try {
    return await connect(databaseUrl);
  } catch (error) {
    if (databaseErrorOf(error).condition !== 'invalid_catalog_name') throw error;
  }
  await createDatabase(databaseUrl);
  return connect(databaseUrl);
}

async function createDatabase(databaseUrl: string): Promise<void> {
  const serverUrl = new URL(databaseUrl);
  const name = decodeURIComponent(serverUrl.pathname.slice(1));
  // Every server has this database, which is meant for connections like this one.
  serverUrl.pathname = '/postgres';
  const client = await connect(serverUrl.href);
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    const { condition } = databaseErrorOf(error);
    // two replicas that create one at once: the loser may trip over the catalog's index
    if (condition !== 'duplicate_database' && condition !== 'unique_violation') throw error;
  } finally {
    await client.end();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  // its statement says so; without a listener the process would end
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
