import pg from 'pg';
import { createStorePool } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { PauseRecords } from './pause-records.js';

/** A database with one definition, `d`, whose pauses are looked at. */
export class PauseDatabase {
  readonly records: PauseRecords;

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: pg.Pool,
    readonly sql: pg.Client,
  ) {
    this.records = new PauseRecords(pool, {
      query: async (text, values) => (await sql.query(text, values)).rows as never,
    });
  }

  static async start(): Promise<PauseDatabase> {
    const database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(
      `insert into saga_definition (name, version, hash, document) values ('d', 1, 'h', '{}')`,
    );
    const pool = createStorePool(database.url, { applicationName: 'test' });
    return new PauseDatabase(database, pool, sql);
  }

  /** Another connection, which is not open yet. */
  client(): pg.Client {
    return new pg.Client({ connectionString: this.database.url });
  }

  async close(): Promise<void> {
    await this.sql.end();
    await this.pool.end();
    await this.database.drop();
  }
}
