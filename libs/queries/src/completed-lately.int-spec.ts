import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '#persistence';
import { createStorePool, type Reader } from '#database';
import { HistoryQueries } from './history-queries.js';

/** Ids from here on, a millisecond apart. */
const FIRST_AT = 0x0190_0000_0000;
const SAGAS = 20_000;
const EVENTS = 5;
let database: TestDatabase;
let pool: Pool;

const idOf = (n: number): string => {
  const time = (FIRST_AT + n).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
};

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url, { connectionsMax: 2, queryTimeoutMs: 60_000 });
  await pool.query(
    `create function id_of(n int) returns uuid immutable language sql as $$
       select (substr(h, 1, 8) || '-' || substr(h, 9) || '-7000-8000-000000000000')::uuid
         from (select lpad(to_hex(${FIRST_AT} + n), 12, '0') as h) as hex $$`,
  );
  await pool.query(`insert into saga_definition (name, version, hash, document)
    values ('sale', 1, 'h', '{}'), ('sale', 2, 'h2', '{}')`);
  // every tenth is of the other version, every fourth did not complete
  await pool.query(
    `insert into saga (id, definition_name, definition_version, status, version, state, summary,
       created_at, ended_at)
     select id_of(n), 'sale', case when n % 10 = 0 then 2 else 1 end,
       case when n % 4 = 0 then 'compensated' else 'completed' end, ${EVENTS}, '{}', '{}',
       clock_timestamp(), clock_timestamp()
     from generate_series(1, ${SAGAS}) as n`,
  );
  await pool.query(
    `insert into saga_event (saga_id, version, at, data)
     select id_of(n), version, clock_timestamp(), '{"input":{"type":"timer"},"events":[]}'
     from generate_series(${SAGAS} - 49, ${SAGAS}) as n, generate_series(1, ${EVENTS}) as version`,
  );
  await pool.query('vacuum analyze saga');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const reader: Reader = {
  query: async <Result>(sql: string, parameters: unknown[] = []): Promise<Result> =>
    (await pool.query(sql, parameters)).rows as Result,
};
const ALL = {
  ...{ definition: 'sale', version: 1, since: FIRST_AT, sagasMax: 3, eventsMax: 100 },
};

describe('What the newest sagas did that completed', () => {
  const read = (changes: Partial<typeof ALL> = {}) =>
    new HistoryQueries(reader).completedLately({ ...ALL, ...changes });
  const versions = [1, 2, 3, 4, 5];

  it('given sagas, when they are read, then the newest of the version that completed', async () => {
    const rows = await read();
    const found = [19_999, 19_998, 19_997].flatMap((n) => versions.map((v) => [idOf(n), v]));
    expect(rows.map(({ sagaId, version }) => [sagaId, version])).toEqual(found);
    expect(rows[0]).toMatchObject({ at: expect.any(Date), input: { type: 'timer' }, events: [] });
  });

  it('given they are older than asked for, when they are read, then none is', async () => {
    const rows = await read({ since: FIRST_AT + 19_999 });
    expect(new Set(rows.map(({ sagaId }) => sagaId))).toEqual(new Set([idOf(19_999)]));
    expect(await read({ since: FIRST_AT + SAGAS })).toEqual([]);
  });

  it('given long sagas, when they are read, then the beginning of each is', async () => {
    const rows = await read({ eventsMax: 2 });
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('given many sagas, when they are read, then an index leads to them', async () => {
    const plans: string[] = [];
    const planner: Reader = {
      query: async <Result>(sql: string, parameters: unknown[] = []): Promise<Result> => {
        const { rows } = await pool.query(`explain ${sql}`, parameters);
        plans.push(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n'));
        return [] as Result;
      },
    };
    await new HistoryQueries(planner).completedLately({ ...ALL, sagasMax: 100 });
    expect(plans[0]).toContain('Scan Backward using saga_ended_version');
    expect(plans[0]).toContain('saga_event_pkey');
    expect(plans[0]).not.toContain('Seq Scan');
  });
});
