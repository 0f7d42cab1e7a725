import type { Pool } from 'pg';
import { createStorePool, type Reader } from '#database';
import type { SagaState, StepState } from '#engine';
import { FailureRecords, migrateConductorDatabase, PostgresSagaStore } from '#persistence';
import {
  begin,
  CONTRACT_DOCUMENT,
  createTestDatabase,
  NOTHING,
  workOf,
  type TestDatabase,
} from '#testing-internal';
import { FailureQueries } from './failure-queries.js';

const NOTHING_SENT = { messageIds: [], batchIds: [] };

let database: TestDatabase;
let pool: Pool;
let store: PostgresSagaStore;
let records: FailureRecords;
let queries: FailureQueries;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  // one connection: what it has prepared is all that was asked
  pool = createStorePool(database.url, { connectionsMax: 1 });
  await pool.query(
    `insert into saga_definition (name, version, hash, document)
     values ($1, 1, 'h1', '{}'), ($1, 2, 'h2', '{}')`,
    [CONTRACT_DOCUMENT.name],
  );
  store = new PostgresSagaStore(pool);
  records = new FailureRecords(pool);
  const reader: Reader = {
    query: async <Result>(sql: string, parameters: unknown[] = []) =>
      (await pool.query(sql, parameters)).rows as Result,
  };
  queries = new FailureQueries(reader, reader, { keepsCounts: false });
});
beforeEach(() =>
  pool.query('truncate saga, saga_failure, failure_hour, failure_group, turn cascade'),
);
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function started(): Promise<SagaState> {
  const { state, writes } = begin();
  await store.transact(workOf({}, () => writes));
  return state;
}

/** The saga with its first step as given, one version later. */
function next(state: SagaState, step: Partial<StepState>, changes: Partial<SagaState> = {}) {
  const first = { ...state.steps['first'], ...step } as StepState;
  const { version } = state;
  return { ...state, ...changes, version: version + 1, steps: { ...state.steps, first } };
}

function stuck(message: string): Partial<StepState> {
  return {
    status: 'stuck',
    direction: 'execute',
    error: { code: 'NO_TRUCK', message },
    attempts: { execute: 3, compensate: 0, inquire: 0 },
  } as Partial<StepState>;
}

const WELL = { status: 'succeeded', error: null } as Partial<StepState>;

type Way = 'locked' | 'remembered';

async function write(before: SagaState, state: SagaState, way: Way = 'locked'): Promise<SagaState> {
  const updates = [{ state, before, versionBefore: before.version, wakeAt: null }];
  const writes = { ...NOTHING, updates };
  if (way === 'locked') await store.transact(workOf({ sagaIds: [state.id] }, () => writes));
  else await store.writeRemembered({ era: null, writes, resolved: [], sent: NOTHING_SENT });
  return state;
}

async function groups() {
  return (await queries.groups()).groups;
}

/** Rows that ended are counted two seconds later. */
async function count(): Promise<void> {
  await pool.query(`update saga_failure set ended_at = ended_at - interval '3 seconds'`);
  await records.countEnded(0);
}

describe('Groups of failures', () => {
  it.each(['locked', 'remembered'] as const)(
    'given a saga written %s, when in trouble and well again, then its group follows',
    async (way) => {
      const saga = await started();
      const troubled = await write(saga, next(saga, stuck('no truck for o-17')), way);
      expect(await groups()).toMatchObject([
        {
          definition: 'contract',
          step: 'first',
          direction: 'execute',
          code: 'NO_TRUCK',
          kind: 'no truck for #',
          message: 'no truck for o-17',
          ...{ stuck: 1, retrying: 0, sagas: 1, versions: [1], sampleSagaIds: [saga.id] },
          life: { status: 'new' },
        },
      ]);
      await write(troubled, next(troubled, WELL), way);
      expect(await groups()).toEqual([]);
    },
  );

  it('given messages that differ in ids, when sagas fail, then they are one group', async () => {
    for (const order of ['o-1', 'o-22', 'o-333']) {
      const saga = await started();
      await write(saga, next(saga, stuck(`no truck for ${order}`)));
    }
    const other = await started();
    await write(other, next(other, stuck('the road is closed')));
    expect((await groups()).map((each) => [each.kind, each.stuck])).toEqual([
      ['no truck for #', 3],
      ['the road is closed', 1],
    ]);
  });

  it('given a saga that fails, when it does so otherwise, then it changes its group', async () => {
    const saga = await started();
    const first = await write(saga, next(saga, stuck('no truck')));
    await write(first, next(first, stuck('no driver')));
    expect((await groups()).map(({ kind }) => kind)).toEqual(['no driver']);
  });

  it('given a saga that is abandoned while it is stuck, then it is in no group', async () => {
    const saga = await started();
    const troubled = await write(saga, next(saga, stuck('no truck')));
    await write(troubled, next(troubled, {}, { status: 'abandoned', endedAt: Date.now() }));
    expect(await groups()).toEqual([]);
  });

  it('given a start in trouble that met an earlier one, then nothing is written', async () => {
    const first = begin({ key: 'k-1' });
    await store.transact(workOf({}, () => first.writes));
    const second = begin({ key: 'k-1' });
    const [start] = second.writes.starts;
    if (!start) throw new Error('a start writes a start');
    const starts = [{ ...start, state: { ...next(start.state, stuck('x')), version: 1 } }];
    await store.transact(workOf({}, () => ({ ...second.writes, starts })));
    expect(await groups()).toEqual([]);
  });

  it('given a version that has moved on, when a trouble is written, then it is not', async () => {
    const saga = await started();
    await write(saga, next(saga, WELL));
    const writes = {
      ...NOTHING,
      updates: [{ state: next(saga, stuck('x')), before: saga, versionBefore: 1, wakeAt: null }],
    };
    const work = { era: null, writes, resolved: [], sent: NOTHING_SENT };
    expect(await store.writeRemembered(work)).toEqual({ type: 'outdated' });
    expect(await groups()).toEqual([]);
  });

  it('given what is over, when counted, then the group keeps how many came, and when', async () => {
    const saga = await started();
    const troubled = await write(saga, next(saga, stuck('no truck')));
    const [before] = await groups();
    if (!before) throw new Error('a stuck saga is in a group');
    const { fingerprint } = before;
    const well = await write(troubled, next(troubled, WELL));
    await count();
    const group = await queries.group(fingerprint);
    expect(group).toMatchObject({ stuck: 0, sagas: 1, versions: [1], code: 'NO_TRUCK' });
    expect(group?.trend).toEqual(before.trend);
    expect(group?.trend.at(-1)).toBe(1);
    const { rows } = await pool.query('select from saga_failure');
    expect(rows).toEqual([]);
    await write(
      well,
      next(well, stuck('no truck'), { definition: { ...saga.definition, version: 2 } }),
    );
    const again = await queries.group(fingerprint);
    expect(again).toMatchObject({ stuck: 1, sagas: 2, versions: [1, 2] });
    expect(again?.trend.at(-1)).toBe(2);
  });

  it('given two replicas, when both count, then one has the turn', async () => {
    const turns = await Promise.all([records.countEnded(60_000), records.countEnded(60_000)]);
    expect(turns.filter((turn) => turn === null)).toHaveLength(1);
  });

  it('given groups that nobody saw for 90 days, when forgotten, then others are kept', async () => {
    const saga = await started();
    const troubled = await write(saga, next(saga, stuck('old and here')));
    for (const message of ['old', 'young']) {
      const other = await started();
      const failed = await write(other, next(other, stuck(message)));
      await write(failed, next(failed, WELL));
    }
    await count();
    await pool.query(
      `update failure_group set last_seen_at = last_seen_at - interval '91 days'
        where message like 'old%'`,
    );
    await records.forget();
    const { rows } = await pool.query<{ message: string }>('select message from failure_group');
    expect(rows.map(({ message }) => message)).toEqual(['young']);
    expect((await groups()).map(({ message }) => message)).toEqual([
      troubled.steps['first']?.error?.message,
    ]);
  });

  it('given a group with 7 sagas, when listed by 3, then each comes once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 7; count++) {
      const saga = await started();
      ids.push((await write(saga, next(saga, stuck(`no truck ${count}`)))).id);
    }
    const [group] = await groups();
    const found: string[] = [];
    for (let afterId: string | null = null; ;) {
      const fingerprint = group?.fingerprint ?? '';
      const page = await queries.members({ fingerprint, afterId, limit: 3 });
      found.push(...page.map(({ sagaId }) => sagaId));
      afterId = page.at(-1)?.sagaId ?? null;
      if (page.length < 3) break;
    }
    expect(found).toEqual(ids.toSorted());
  });
});

describe('What an earlier release wrote', () => {
  it('given a saga in trouble without a row, when the walk comes, then it has one', async () => {
    const saga = await started();
    const troubled = await write(saga, next(saga, stuck('no truck')));
    const [before] = await groups();
    await pool.query('delete from saga_failure');
    await walk();
    expect(await groups()).toMatchObject([
      { fingerprint: before?.fingerprint, stuck: 1, sampleSagaIds: [troubled.id] },
    ]);
    await walk();
    expect(await groups()).toMatchObject([{ stuck: 1, sagas: 1 }]);
  });

  it('given rows of sagas that are well, ended or gone, then the walk ends them', async () => {
    for (const saga of [await started(), await started()]) {
      await write(saga, next(saga, stuck('no truck')));
    }
    const [first, second] = (
      await pool.query<{ id: string }>('select saga_id as id from saga_failure')
    ).rows;
    await pool.query(`update saga set version = 9, summary = '{"activeSteps":[]}' where id = $1`, [
      first?.id,
    ]);
    await pool.query(
      `update saga set version = 9, status = 'abandoned', ended_at = now() where id = $1`,
      [second?.id],
    );
    await pool.query(
      `insert into saga_failure (saga_id, fingerprint, definition_name, definition_version, step,
         direction, state, attempts, code, message, since, seen_at)
       select gen_random_uuid(), fingerprint, definition_name, definition_version, step, direction,
         state, attempts, code, message, since, seen_at from saga_failure limit 1`,
    );
    await records.endLost();
    await walk();
    expect(await groups()).toEqual([]);
  });

  async function walk(): Promise<void> {
    let afterId: string | null = null;
    do ({ lastId: afterId } = await records.walk(afterId));
    while (afterId !== null);
  }
});

describe('Sagas that are well', () => {
  it('given a fresh connection, when they are written, then troubles are left alone', async () => {
    const fresh = createStorePool(database.url, { connectionsMax: 1 });
    const healthy = new PostgresSagaStore(fresh);
    const { state, writes } = begin();
    await healthy.transact(workOf({}, () => writes));
    const updates = [{ state: next(state, WELL), before: state, versionBefore: 1, wakeAt: null }];
    await healthy.writeRemembered({
      era: null,
      writes: { ...NOTHING, updates },
      resolved: [],
      sent: NOTHING_SENT,
    });
    const { rows } = await fresh.query<{ name: string }>('select name from pg_prepared_statements');
    const names = rows.map(({ name }) => name);
    await fresh.end();
    expect(names).toContain('write-batch');
    expect(names).not.toContain('write-failures');
  });
});
