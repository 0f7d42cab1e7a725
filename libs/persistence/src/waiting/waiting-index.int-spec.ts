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
    expect(JSON.stringify(plan)).toContain('saga_waiting_code');
    const { rows: found } = await pool.query(`select id from saga where ${where}`, ['lock']);
    expect(found).toHaveLength(20);
    const { rows: entries } = await pool.query<{ entries: number }>(
      `select reltuples::int as entries from pg_class where relname = 'saga_waiting_code'`,
    );
    expect(entries).toEqual([{ entries: 20 }]);
  });
});

describe('The code of what a saga waits for', () => {
  const SAGA = '01900000-0000-7000-8000-0000000f0000';
  const summaryOf = (waiting: string) => JSON.stringify({ waiting, direction: 'forward' });

  beforeEach(async () => {
    await pool.query(
      `insert into saga (id, definition_name, definition_version, status, version, state, summary)
       values ($1, 'busy', 1, 'running', 1, '{}', $2)`,
      [SAGA, summaryOf('')],
    );
  });

  afterEach(() => pool.query('delete from saga where id = $1', [SAGA]));

  async function storedCode(): Promise<string | null> {
    const { rows } = await pool.query<{ waiting: string | null }>(
      'select waiting from saga where id = $1',
      [SAGA],
    );
    return rows[0]?.waiting ?? null;
  }

  it('costs a saga that goes on executing no entry in any index of the table', async () => {
    await pool.query('begin');
    await pool.query(
      `update saga set version = 2, definition_version = 1, state = '{"changed": true}',
         active_steps = '{two}', summary = $2, waiting = null, error_code = null,
         error_message = null, updated_at = updated_at + interval '1 s', ended_at = null,
         wake_at = wake_at
        where id = $1`,
      [SAGA, JSON.stringify({ waiting: '', direction: 'forward', attempts: 2 })],
    );
    const { rows } = await pool.query<{ kept: number }>(
      `select pg_stat_get_xact_tuples_hot_updated('saga'::regclass)::int as kept`,
    );
    await pool.query('commit');
    expect(rows).toEqual([{ kept: 1 }]);
  });

  it('is right when an earlier release writes the saga, which has no such column', async () => {
    const write = 'update saga set version = version + 1, summary = $2 where id = $1';
    await pool.query(write, [SAGA, summaryOf('signal')]);
    expect(await storedCode()).toBe('signal');
    await pool.query(write, [SAGA, JSON.stringify(step('await-event'))]);
    expect(await storedCode()).toBe('event');
    await pool.query(write, [SAGA, JSON.stringify(step('await-reply', { status: 'executing' }))]);
    expect(await storedCode()).toBeNull();
  });

  it('is none once the saga has ended, whatever its summary says', async () => {
    const stuck = JSON.stringify(step('operator', { trouble: 'stuck' }));
    const write = 'update saga set version = version + 1, summary = $2 where id = $1';
    for (const summary of [stuck, summaryOf('signal')]) {
      await pool.query(write, [SAGA, summary]);
      expect(await storedCode()).not.toBeNull();
      await pool.query('begin');
      await pool.query(
        `update saga set version = version + 1, status = 'abandoned', ended_at = now()
          where id = $1`,
        [SAGA],
      );
      expect(await storedCode()).toBeNull();
      await pool.query('rollback');
    }
  });
});
