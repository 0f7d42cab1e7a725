import type { Pool } from 'pg';
import { createTestDatabase, eventually, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase, HotStatements } from '#persistence';
import { assertDurable } from './durability.js';
import { createStorePool } from './store-pool.js';

describe('The database of the conductor', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase();
    await Promise.all([1, 2, 3].map(() => migrateConductorDatabase(database.url)));
    pool = createStorePool(database.url);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('is made once when replicas start at the same time', async () => {
    const { rows } = await pool.query('select name from migrations');
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('says so when a replica loses its turn while it migrates', async () => {
    const holder = await pool.connect();
    await holder.query('begin');
    await holder.query('lock table migrations in access exclusive mode');
    const migrating = migrateConductorDatabase(database.url);
    const failed = expect(migrating).rejects.toThrow(/terminat/i);
    const isWaiting = `select from pg_stat_activity where wait_event_type = 'Lock'
      and application_name = 'conductor-queries' and datname = current_database()`;
    await eventually(
      () => pool.query(isWaiting),
      ({ rowCount }) => rowCount === 1,
    );
    await holder.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'conductor-migrations' and datname = current_database()`);
    await failed;
    await holder.query('rollback');
    holder.release();
  });

  it.each([
    ['sagas to lock', HotStatements.LOCK_SAGAS.text, ['{}', 1]],
    ['sagas to lock in part', HotStatements.LOCK_SOME_SAGAS.text, ['{}', 1]],
    ['unsent commands', HotStatements.READ_UNSENT.text, ['{}']],
    ['sagas that are due', HotStatements.CLAIM_DUE_SAGAS.text, [1, 1]],
    [
      'sagas and messages to write',
      HotStatements.WRITE_BATCH.text,
      ['[]', '{}', '[]', '{}', '[]', '{}', '[]', '{}', 1, '{}', 0, 0, null, '{}', '', '{}', ''],
    ],
  ])('finds %s by index while the tables are still empty', async (_what, text, values) => {
    const { rows } = await pool.query<Record<string, string>>(`explain ${text}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan on (saga|outbox|saga_event)\b/);
  });

  it('compiles none of the statements that are planned once', async () => {
    const { rows } = await pool.query('show jit');
    expect(rows).toEqual([{ jit: 'off' }]);
  });

  it('is taken for durable as it is', async () => {
    await assertDurable(pool);
  });

  it('is refused when it may forget what it committed', async () => {
    const url = new URL(database.url);
    url.searchParams.set('options', '-c synchronous_commit=off');
    const forgetful = createStorePool(url.href);
    try {
      await expect(assertDurable(forgetful)).rejects.toMatchObject({
        code: 'DATABASE_NOT_DURABLE',
        settings: { synchronous_commit: 'off' },
      });
    } finally {
      await forgetful.end();
    }
  });

  it('gives the connections of the store short patience', async () => {
    const { rows } = await pool.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in
         ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      lock_timeout: '2000',
      statement_timeout: '8000',
      idle_in_transaction_session_timeout: '10000',
    });
  });
});
