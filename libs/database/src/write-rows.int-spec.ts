import { StoreUnavailableError } from '#ports';
import { createTestDatabase, TcpProxy, type TestDatabase } from '#testing-internal';
import { Lookups } from './lookups.js';
import { ReadPool } from './read-pool.js';
import { ValueRefusedError } from './read-errors.js';
import { type Reader } from './read-rows.js';
import { writeRows } from './write-rows.js';

let database: TestDatabase;
let proxy: TcpProxy;
let pool: ReadPool;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await TcpProxy.to(database.url);
  pool = new ReadPool(proxy.through(database.url), { statementTimeoutMs: 200 });
});

afterAll(async () => {
  await pool.close();
  await proxy.close();
  await database.drop();
});

async function errorOf(sql: string, writer: Reader = pool): Promise<unknown> {
  return writeRows(writer, sql, []).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('A statement that writes', () => {
  it('may have been done when its answer was lost', async () => {
    for (const writer of [pool, new Lookups(pool)]) {
      await pool.query('select 1');
      proxy.swallowAnswers();
      expect(await errorOf('create table if not exists written ()', writer)).toMatchObject({
        code: 'STORE_UNAVAILABLE',
        inDoubt: true,
      });
    }
    expect(await pool.query(`select to_regclass('written') is not null as done`)).toEqual([
      { done: true },
    ]);
  });

  it('was not done when the server says so, or never heard of it', async () => {
    const tooLong = await errorOf('select pg_sleep(5)');
    expect(tooLong).toBeInstanceOf(StoreUnavailableError);
    expect(tooLong).toMatchObject({ inDoubt: false });
    expect(await errorOf(`select 'x'::int`)).toBeInstanceOf(ValueRefusedError);
    await proxy.shut();
    proxy.cut();
    await errorOf('select 1'); // by a connection that was there
    expect(await errorOf('select 1')).toMatchObject({ code: 'STORE_UNAVAILABLE', inDoubt: false });
    await proxy.open();
  });
});
