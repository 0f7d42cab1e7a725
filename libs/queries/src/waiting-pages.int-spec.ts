import { ReadPool, type Reader } from '#database';
import { parseFilter } from '#filters';
import { migrateConductorDatabase } from '#persistence';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { SagaCountQueries } from './counting/saga-count-queries.js';
import { SagaQueries } from './saga-queries.js';

const SAGAS = 2_000;
/** Of these the command is still in the outbox. */
const UNSENT = 3;

let database: TestDatabase;
let reads: ReadPool;

/** All wait for a reply of one participant, as after a start of many. */
beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  reads = new ReadPool(database.url, { connectionsMax: 1, statementTimeoutMs: 60_000 });
  await reads.query(
    `insert into saga_definition (name, version, hash, document) values ('busy', 1, 'h', $1)`,
    [JSON.stringify({ name: 'busy', steps: [{ name: 'pay', command: 'bank.pay' }] })],
  );
  await reads.query(
    `insert into saga (id, definition_name, definition_version, key, status, version, state,
       active_steps, summary, created_at, updated_at)
     select ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'busy', 1,
       'order-' || n, 'running', 1, '{}', '{pay}', $1, now() - interval '1 hour',
       now() - interval '1 hour'
     from generate_series(1, ${SAGAS}) as n`,
    [JSON.stringify(SUMMARY)],
  );
  await reads.query(`insert into outbox (message_id, saga_id, message, lease_until)
    select id || '/pay/0/execute/1', id, '{}', now() + interval '1 hour'
      from saga order by id limit ${UNSENT}`);
  await reads.query('vacuum analyze');
});
afterAll(async () => {
  await reads.close();
  await database.drop();
});

const SUMMARY = {
  waiting: '',
  direction: 'forward',
  attempts: 1,
  lastError: null,
  activeSteps: [
    {
      name: 'pay',
      status: 'executing',
      direction: 'execute',
      attempts: 1,
      trouble: null,
      error: null,
      nextAction: { what: 'await-reply', step: 'pay', at: null },
    },
  ],
  activeStepCount: 1,
  nextTimer: null,
};

/** How often a statement parses a summary, and how many pages of the database it looks at. */
function watching(): Reader & { parsed: number; buffers: number } {
  const seen = {
    parsed: 0,
    buffers: 0,
    query: async <Result>(sql: string, parameters: unknown[] = []): Promise<Result> => {
      const [explained] = await reads.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
        `explain (analyze, buffers, format json) ${sql}`,
        parameters,
      );
      const plan = explained?.['QUERY PLAN'][0].Plan;
      if (plan !== undefined) {
        seen.parsed += parsesOf(plan);
        seen.buffers += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      }
      return reads.query<Result>(sql, parameters);
    },
  };
  return seen;
}

interface PlanNode {
  readonly 'Function Call'?: string;
  readonly Alias?: string;
  readonly Filter?: string;
  readonly 'Actual Loops': number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

/** A summary's steps are told by what they wait for; those of definitions are not. */
function parsesOf({ Plans = [], ...node }: PlanNode): number {
  const isSummary = node.Filter?.includes('{nextAction,what}') === true;
  const own = isSummary ? node['Actual Loops'] : 0;
  return Plans.reduce((sum, each) => sum + parsesOf(each), own);
}

describe('What sagas with one step under way wait for', () => {
  it.each([
    ['executing', [], SAGAS - UNSENT],
    ['executing', ['bank'], 0],
    ['no-consumer', ['bank'], SAGAS],
    ['outbox', [], UNSENT],
    ['outbox', ['bank'], 0],
    ['child', [], 0],
    ['!executing', ['bank'], SAGAS],
  ])(
    'given "%s" and %j without consumers, then no summary is parsed',
    async (code, silent, all) => {
      const filter = parseFilter(`waiting=${code}`).filter ?? {};
      const look = async () => Promise.resolve({ silent });
      const reader = watching();

      const found = await new SagaQueries(reader, reader, look).list({
        filter,
        limit: 20,
        beforeId: null,
      });
      const { count } = await new SagaCountQueries(reader, look).count(filter);

      expect({ found: found.length, count }).toEqual({ found: Math.min(all, 20), count: all });
      expect(reader.parsed).toBe(0);
    },
  );

  it('given few messages in the outbox, then their sagas alone are read', async () => {
    const filter = parseFilter('waiting=outbox').filter ?? {};
    const reader = watching();
    const page = { filter, limit: 20, beforeId: null };
    expect(await new SagaQueries(reader).list(page)).toHaveLength(UNSENT);
    expect(reader.buffers).toBeLessThan(100);
  });
});
