import type { Pool, PoolClient } from 'pg';
import { createStorePool } from '#database';
import { CONTRACT_DOCUMENT, createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { PostgresSagaStore } from './postgres-saga-store.js';

/** A store, and beside it the open transaction of somebody else. */
export class StoreBeside {
  private constructor(
    readonly store: PostgresSagaStore,
    /** Looks at the database from outside. */
    readonly admin: Pool,
    /** Has begun a transaction. */
    readonly other: PoolClient,
    private readonly pool: Pool,
    private readonly database: TestDatabase,
  ) {}

  static async open(connectionsMax: number): Promise<StoreBeside> {
    const database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    const pool = createStorePool(database.url, { connectionsMax });
    const admin = createStorePool(database.url);
    const columns = '(name, version, hash, document)';
    const { name } = CONTRACT_DOCUMENT;
    await admin.query(`insert into saga_definition ${columns} values ($1, 1, '', '{}')`, [name]);
    const other = await admin.connect();
    await other.query('begin');
    return new StoreBeside(new PostgresSagaStore(pool), admin, other, pool, database);
  }

  async close(): Promise<void> {
    await this.other.query('rollback');
    this.other.release();
    await Promise.all([this.pool.end(), this.admin.end()]);
    await this.database.drop();
  }
}
