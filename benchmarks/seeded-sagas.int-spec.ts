import type { Pool } from 'pg';
import { createStorePool, type Reader } from '#database';
import { parseFilter } from '#filters';
import { migrateConductorDatabase } from '#persistence';
import { SagaCountQueries, SagaQueries } from '#queries';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { seedSagas } from './seeded-sagas.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url, { connectionsMax: 2, queryTimeoutMs: 60_000 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('seeded sagas are found and counted as real ones, by the same indexes', async () => {
  const reader: Reader = {
    query: async <Result>(sql: string, parameters?: unknown[]) =>
      (await pool.query(sql, parameters)).rows as Result,
  };
  const indexes = async () => {
    const sql = `select indexdef from pg_indexes where tablename in ('saga', 'saga_search')`;
    const { rows } = await pool.query<{ indexdef: string }>(sql);
    return rows.map(({ indexdef }) => indexdef).sort();
  };
  const before = await indexes();
  const done: string[] = [];

  const onProgress = (what: string) => void done.push(what);
  await seedSagas(database.url, { open: 1_000, ended: 6_000, onProgress });

  expect(await indexes()).toEqual(before);
  expect(done).toContain('ended sagas to 6000');
  const counts = new SagaCountQueries(reader);
  const lists = new SagaQueries(reader);
  const counted = async (text: string) => {
    const { filter } = parseFilter(text);
    const { count } = await counts.count(filter ?? {});
    const page = { filter: filter ?? {}, limit: 100, beforeId: null };
    const listed = await lists.list(page);
    expect(listed).toHaveLength(Math.min(count, 100));
    return count;
  };
  expect(await counted('')).toBe(7_000);
  expect(await counted('status=abandoned')).toBe(200);
  expect(await counted('status=compensated&error=!NO_STOCK')).toBe(6);
  expect(await counted('error=SELDOM')).toBe(1);
  expect(await counted('waiting=signal')).toBe(950);
  expect(await counted('waiting=stuck&step=create&participant=order')).toBe(10);
  expect(await counted('q=locked')).toBe(10);
});
