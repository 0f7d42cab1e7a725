import { isTransientOfStore } from '#ports';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { ValueRefusedError } from './read-errors.js';
import { readRows } from './read-rows.js';
import { Lookups } from './lookups.js';
import { ReadPool } from './read-pool.js';

let database: TestDatabase;
let pool: ReadPool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ReadPool(database.url, { statementTimeoutMs: 50 });
});

afterAll(async () => {
  await pool.close();
  await database.drop();
});

async function errorOf(sql: string, parameters: unknown[] = []): Promise<unknown> {
  const reading = readRows(new Lookups(pool), sql, parameters);
  return reading.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('A look-up', () => {
  it.each([
    ['takes too long', 'select pg_sleep(5)'],
    ['asks for a table that is not there', 'select from saga_of_another_release'],
    ['asks for a column that is not there', 'select unheard_of from pg_class'],
  ])('that %s is to be repeated', async (_what, sql) => {
    expect(isTransientOfStore(await errorOf(sql))).toBe(true);
  });

  it('with a value that the database refuses is not', async () => {
    const error = await errorOf('select $1::int', ['99999999999']);
    expect(error).toBeInstanceOf(ValueRefusedError);
  });
});
