import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { textArray } from './text-array.js';

describe('Texts sent to Postgres in the binary format', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each([
    ['none', []],
    ['one', ['a']],
    ['what an array literal would escape', ['{"a": "b\\"c"}', 'a,b', '\\', 'NULL', '', ' ']],
    ['more than ASCII', ['größer', '訂單', '🚚', '\\ud800']],
    ['a long one', ['x'.repeat(300_000)]],
  ])('arrive as they were: %s', async (_what, values) => {
    const sql = 'select $1::text[] as texts';
    const { rows } = await client.query<{ texts: string[] }>(sql, [textArray(values)]);
    expect(rows[0]?.texts).toEqual(values);
  });
});
