import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '#persistence';
import { createStorePool, type Reader } from '#database';
import { OverviewQueries } from './overview-queries.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url, { connectionsMax: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function backlog() {
  const reader: Reader = {
    query: async <Result>(sql: string, parameters: unknown[] = []) =>
      (await pool.query(sql, parameters)).rows as Result,
  };
  return new OverviewQueries(reader).backlog();
}

const alone = (ageSeconds: number) =>
  pool.query(
    `insert into outbox (message_id, saga_id, message, lease_until, created_at)
     values (gen_random_uuid()::text, gen_random_uuid(), '{}', clock_timestamp(),
       clock_timestamp() - $1::float8 * interval '1 second')`,
    [ageSeconds],
  );
const batch = (messages: number, ageSeconds: number) =>
  pool.query(
    `insert into outbox_batch (id, message_ids, messages, lease_until, created_at)
     values (gen_random_uuid(), array_fill('m'::text, array[$1::int]), '', clock_timestamp(),
       clock_timestamp() - $2::float8 * interval '1 second')`,
    [messages, ageSeconds],
  );

describe('The backlog of the outbox', () => {
  it('counts messages, alone and in batches, and knows the oldest', async () => {
    expect(await backlog()).toMatchObject({ outbox: 0, oldestOutboxAgeMs: null });
    await batch(400, 3);
    expect(await backlog()).toMatchObject({ outbox: 400 });
    await alone(100);
    await alone(1);
    const both = await backlog();
    expect(both.outbox).toBe(402);
    expect(Math.floor((both.oldestOutboxAgeMs ?? 0) / 10_000)).toBe(10);
    await batch(2, 1000);
    const older = await backlog();
    expect(older.outbox).toBe(404);
    expect(Math.floor((older.oldestOutboxAgeMs ?? 0) / 100_000)).toBe(10);
  });
});
