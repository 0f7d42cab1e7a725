import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '#persistence';
import { createStorePool, type Reader } from '#database';
import { parseFilter, type SagaFilter } from '#filters';
import { OverviewQueries } from './overview-queries.js';
import { SagaQueries } from './saga-queries.js';

const SAGAS = 20_000;
/** A plan that reads one of these states fails, or at least reads 4 MB. */
const UNREADABLE = `repeat('no JSON ', 500000)`;

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url, { connectionsMax: 2, queryTimeoutMs: 60_000 });
  await pool.query(`set statement_timeout = 0`);
  await pool.query(`insert into saga_definition (name, version, hash, document)
    values ('busy', 1, 'h', '{}'), ('quiet', 1, 'h', '{}')`);
  await pool.query(
    `insert into saga (id, definition_name, definition_version, key, status, version, state,
       summary, ended_at, created_at, error_code, error_message)
     select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       case when n % 100 = 0 then 'quiet' else 'busy' end, 1, 'order-' || n,
       case when n <= 200 then 'stuck' else 'completed' end, 1,
       case when n <= 20 then ${UNREADABLE} else '{}' end,
       '{"direction":"forward","attempts":0,"lastError":null,"activeSteps":[],"nextTimer":null}',
       case when n > 200 then clock_timestamp() - interval '2 days' end,
       clock_timestamp() - interval '3 days',
       case when n % 1000 = 0 then 'CARD_DECLINED' end,
       case when n % 1000 = 0 then 'the card of Zoë ' || n || ' was declined' end
     from generate_series(1, ${SAGAS}) as n`,
  );
  await pool.query(`insert into saga_search (saga_id, content)
    select id, concat_ws(e'\\n', key, error_message) from saga`);
  await pool.query(
    `insert into saga_failure (saga_id, fingerprint, definition_name, definition_version, step,
       direction, state, attempts, code, message, since, seen_at)
     select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
       lpad(to_hex(n % 200), 16, '0'), 'busy', 1, 'ship', 'execute', 'stuck', 1, 'NO_TRUCK',
       'no truck', clock_timestamp(), clock_timestamp()
     from generate_series(1, ${SAGAS}) as n`,
  );
  await pool.query('vacuum analyze saga_failure');
  await pool.query('vacuum analyze saga');
  await pool.query('vacuum analyze saga_search');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Explains the plans of queries, in a session like that of readers. */
function planner(): Reader & { readonly plans: string[] } {
  const plans: string[] = [];
  return {
    plans,
    query: async <Result>(sql: string, parameters: unknown[] = []): Promise<Result> => {
      const client = await pool.connect();
      try {
        await client.query('set enable_seqscan = on');
        await client.query('set enable_bitmapscan = on');
        await client.query('set enable_hashjoin = on');
        await client.query('set enable_mergejoin = on');
        const { rows } = await client.query(`explain ${sql}`, parameters);
        plans.push(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n'));
        return (await client.query(sql, parameters)).rows as Result;
      } finally {
        client.release(true);
      }
    },
  };
}

const FIRST = { limit: 21, beforeId: null };

function filterOf(text: string): SagaFilter {
  const { filter, faults } = parseFilter(text);
  if (filter === null) throw new Error(JSON.stringify(faults));
  return filter;
}

describe('Lists of many sagas', () => {
  it.each([
    ['all', ''],
    ['one definition', 'definition=quiet'],
    ['a key', 'key=order-17'],
    ['what is stuck', 'status=stuck'],
    ['a text in a key', 'q=order-1777'],
    ['a text in an error', 'q=ZOË 5000'],
    ['a text that many have', 'q=order'],
    ['a group of failures', 'failure=0000000000000017'],
    ['what is stuck in a group', 'status=stuck&failure=0000000000000017'],
    ['an id', 'q=01900000-0000-7000-8000-000000000011'],
  ])('that ask for %s read no table from end to end', async (_what, filter) => {
    const reader = planner();
    const found = await new SagaQueries(reader).list({ ...FIRST, filter: filterOf(filter) });
    expect(found.length).toBeGreaterThan(0);
    expect(reader.plans.join('\n')).not.toMatch(/Seq Scan/);
  });

  it('find texts whatever their case, with all their characters, and as they are now', async () => {
    const sagas = new SagaQueries(planner());
    const find = async (text: string) => {
      return (await sagas.list({ ...FIRST, filter: { q: text } })).map(({ key }) => key);
    };
    expect(await find('ORDER-17777')).toEqual(['order-17777']);
    expect(await find('zoë 2000')).toEqual(['order-20000', 'order-2000']);
    for (const text of ['der-1_77', '%', '_', '\\']) expect(await find(text)).toEqual([]);
    await pool.query(`update saga_search set content = 'trouble of yesterday'
      where saga_id = (select id from saga where key = 'order-8')`);
    expect(await find('yesterday')).toEqual([]);
  });

  it('of operators never read a state', async () => {
    const reader = planner();
    const filter = filterOf('status=stuck');
    const listed = await new SagaQueries(reader).listForOperators({ filter, ...FIRST });
    expect(listed).toHaveLength(21);
    expect(reader.plans.join('\n')).not.toMatch(/Seq Scan/);
  });

  it('are counted in indexes', async () => {
    const reader = planner();
    const overview = new OverviewQueries(reader);
    const counts = await overview.countByStatus();
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(SAGAS);
    expect(await overview.countStarted()).toEqual([]);
    expect(await overview.countStuck()).toHaveLength(2);
    for (const seen of [null, ['quiet']]) {
      await overview.oldestOpenSaga(seen);
      await overview.backlog(seen);
    }
    expect(reader.plans.join('\n')).not.toMatch(/Seq Scan on saga\b/);
  });
});
