import { ReadPool, type Reader } from '#database';
import { parseFilter } from '#filters';
import { migrateConductorDatabase } from '#persistence';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { SagaQueries } from './saga-queries.js';

const OPEN = 20_000;
const ENDED = 40_000;
/** Pages of the database that a page of sagas may look at: the table has thousands. */
const BUFFERS_MAX = 200;

let database: TestDatabase;
let reads: ReadPool;

/** Nearly all that are open wait for one signal. */
beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  reads = new ReadPool(database.url, { connectionsMax: 1, statementTimeoutMs: 60_000 });
  await reads.query(
    `insert into saga_definition (name, version, hash, document) values ('shop', 1, 'h', $1)`,
    [JSON.stringify({ name: 'shop', steps: [{ name: 'hold', wait: { signal: 'go' } }] })],
  );
  await reads.query(
    `insert into saga (id, definition_name, definition_version, status, version, state,
       active_steps, summary, created_at, updated_at, ended_at)
     select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'shop', 1,
       case when n <= ${ENDED} then 'completed' when n % 100 = 0 then 'stuck' else 'running' end,
       1, '{}', '{hold}',
       case when n <= ${ENDED} then $1 when n % 100 = 0 then $2 else $3 end,
       now() - interval '1 hour', now() - interval '1 hour',
       case when n <= ${ENDED} then now() end
     from generate_series(1, ${ENDED + OPEN}) as n`,
    ['', 'stuck', 'signal'].map((waiting) => JSON.stringify({ waiting, activeSteps: [STEP] })),
  );
  await reads.query('vacuum analyze saga');
});
afterAll(async () => {
  await reads.close();
  await database.drop();
});

const STEP = {
  name: 'hold',
  direction: null,
  attempts: 0,
  nextAction: { what: 'await-signal', step: 'hold', at: null },
};

/** How many pages of the database a statement looks at. */
function watching(): Reader & { buffers: number } {
  const seen = {
    buffers: 0,
    query: async <Result>(sql: string, parameters: unknown[] = []): Promise<Result> => {
      const [explained] = await reads.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }[]>(
        `explain (analyze, buffers, format json) ${sql}`,
        parameters,
      );
      const plan = explained?.['QUERY PLAN'][0].Plan ?? {};
      seen.buffers += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
      return reads.query<Result>(sql, parameters);
    },
  };
  return seen;
}

describe('A code that nearly all open sagas have', () => {
  it.each(['waiting=signal', 'waiting=signal&status=running', 'waiting=signal,stuck'])(
    'given a page of "%s", then what is on the page is read, and not all',
    async (text) => {
      const reader = watching();
      const filter = parseFilter(text).filter ?? {};
      const found = await new SagaQueries(reader).list({ filter, limit: 51, beforeId: null });
      expect(found).toHaveLength(51);
      expect(reader.buffers).toBeLessThan(BUFFERS_MAX);
    },
  );
});
