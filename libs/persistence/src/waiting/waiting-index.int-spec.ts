import type { Pool } from 'pg';
import { createStorePool } from '#database';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { WAITING_CODE } from '../sql/open-statuses.js';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url, { connectionsMax: 1, queryTimeoutMs: 60_000 });
  await pool.query(`insert into saga_definition (name, version, hash, document)
    values ('busy', 1, 'h', '{}')`);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The code that the database reads from a summary. */
async function codeIn(summary: object): Promise<string | null> {
  const { rows } = await pool.query<{ code: string | null }>('select saga_waiting($1) as code', [
    JSON.stringify(summary),
  ]);
  return rows[0]?.code ?? null;
}

const step = (what: string, more: object = {}) => ({
  direction: 'forward',
  activeSteps: [{ name: 'one', status: 'waiting', trouble: null, nextAction: { what }, ...more }],
});

describe('The database finds what a saga waits for', () => {
  it.each([
    ['signal', { waiting: 'signal', ...step('await-reply') }],
    ['no-consumer', { waiting: 'no-consumer' }],
    [null, { waiting: '', ...step('await-signal') }],
  ])('%s: as its summary begins', async (code, summary) => {
    expect(await codeIn(summary)).toBe(code);
  });

  it.each([
    ['stuck', step('operator', { trouble: 'stuck' })],
    ['back-off', step('next-attempt', { trouble: 'retrying' })],
    ['signal', step('await-signal')],
    ['event', step('await-event')],
    ['timer', step('delay')],
    ['inquiry', step('await-reply', { status: 'inquiring' })],
    [null, step('await-reply', { status: 'executing' })],
    ['lock', { direction: 'forward', activeSteps: [], nextTimer: { what: 'await-lock' } }],
    [null, { direction: 'forward', activeSteps: [], nextTimer: null }],
  ])('%s: in the summary of an earlier release', async (code, summary) => {
    expect(await codeIn(summary)).toBe(code);
  });

  it('and is not misled by what people write', async () => {
    const message = '{"waiting":"lock" "trouble":"stuck" "what":"await-signal"';
    const error = { code: 'X', message };
    expect(await codeIn({ waiting: '', lastError: error })).toBeNull();
    expect(await codeIn({ direction: 'forward', lastError: error })).toBeNull();
  });

  it('by an index, in which sagas that only execute have no entry', async () => {
    await pool.query(
      `insert into saga (id, definition_name, definition_version, status, version, state, summary)
       select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'busy', 1, 'running',
              1, '{}', case when n % 500 = 0 then '{"waiting":"lock",' else '{"waiting":"",' end
                || '"direction":"forward"}'
         from generate_series(1, 10000) as n`,
    );
    await pool.query('vacuum analyze saga');
    const where = `ended_at is null and ${WAITING_CODE} = $1`;
    const { rows: plan } = await pool.query<Record<string, string>>(
      `explain select id from saga where ${where} order by id desc limit 21`,
      ['lock'],
    );
    expect(JSON.stringify(plan)).toContain('saga_waiting');
    const { rows: found } = await pool.query(`select id from saga where ${where}`, ['lock']);
    expect(found).toHaveLength(20);
    const { rows: entries } = await pool.query<{ entries: number }>(
      `select reltuples::int as entries from pg_class where relname = 'saga_waiting'`,
    );
    expect(entries).toEqual([{ entries: 20 }]);
  });
});
