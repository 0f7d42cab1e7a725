import { noWrites, type BatchWork, type BatchWrites, type SagaStore } from '#ports';
import type { Pool } from 'pg';
import { decide } from '#engine';
import { newSagaId } from '#runtime';
import { compile } from '#testing-sagas';
import {
  CONTRACT_DOCUMENT,
  createTestDatabase,
  eventually,
  TcpProxy,
  type TestDatabase,
} from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { createStorePool } from '#database';
import { PostgresSagaStore } from './postgres-saga-store.js';

const definition = compile(CONTRACT_DOCUMENT);
const NOTHING: BatchWrites = noWrites();
const NONE_SENT = { messageIds: [], batchIds: [] };

describe('The Postgres store, in trouble', () => {
  let database: TestDatabase;
  let admin: Pool;
  let proxy: TcpProxy;
  const pools: Pool[] = [];

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    admin = createStorePool(database.url, { applicationName: 'admin' });
    proxy = await TcpProxy.to(database.url);
    const { name } = CONTRACT_DOCUMENT;
    const columns = '(name, version, hash, document)';
    await admin.query(`insert into saga_definition ${columns} values ($1, 1, '', '{}')`, [name]);
  });
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.end())));
  afterAll(async () => {
    await proxy.close();
    await admin.end();
    await database.drop();
  });

  const open = (url: string, queryTimeoutMs?: number): SagaStore => {
    const pool = createStorePool(url, {
      connectionsMax: 2,
      applicationName: 'victim',
      ...(queryTimeoutMs === undefined ? {} : { queryTimeoutMs }),
    });
    pools.push(pool);
    return new PostgresSagaStore(pool);
  };
  const exists = async (sagaId: string): Promise<boolean> => {
    const { rowCount } = await admin.query('select from saga where id = $1', [sagaId]);
    return rowCount === 1;
  };

  it('says that a commit is in doubt when its answer was lost, and finds it again', async () => {
    const store = open(proxy.through(database.url));
    const { sagaId, writes } = begin();
    const lost = store.transact(
      workOf(() => {
        proxy.swallowAnswers();
        return writes;
      }),
    );
    const outcome = expect(lost).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      inDoubt: true,
    });
    await eventually(() => exists(sagaId), Boolean);
    proxy.cut();
    await outcome;
    const { duplicates } = await store.transact(workOf(() => writes));
    expect(duplicates.get(sagaId)?.sagaId).toBe(sagaId);
  });

  it('knows that nothing was written when the connection broke before', async () => {
    const store = open(proxy.through(database.url));
    await store.transact(workOf(() => NOTHING));
    proxy.swallowAnswers();
    const broken = store.transact(workOf(() => NOTHING));
    const outcome = expect(broken).rejects.toMatchObject({ inDoubt: false });
    await eventually(idleInTransaction, (count) => count === 1);
    proxy.cut();
    await outcome;
  });

  it('knows that nothing was written when the server refuses the last statement', async () => {
    const store = open(database.url);
    const { sagaId, writes } = begin();
    const resolved = [{ wanted: { name: 'order', version: null }, version: 1 }];
    await admin.query('alter table saga_definition rename to saga_definition_before');
    const refused = store.writeRemembered({ era: null, writes, resolved, sent: NONE_SENT });
    await expect(refused).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', inDoubt: false });
    await admin.query('alter table saga_definition_before rename to saga_definition');
    expect(await exists(sagaId)).toBe(false);
  });

  it('says that one statement is in doubt when its answer was lost', async () => {
    const store = open(proxy.through(database.url));
    await store.transact(workOf(() => NOTHING));
    const { sagaId, writes } = begin();
    proxy.swallowAnswers();
    const lost = store.writeRemembered({ era: null, writes, resolved: [], sent: NONE_SENT });
    const outcome = expect(lost).rejects.toMatchObject({ inDoubt: true });
    await eventually(() => exists(sagaId), Boolean);
    proxy.cut();
    await outcome;
  });

  it.each(['transact', 'writeRemembered'] as const)(
    'says that %s is in doubt when only the look for duplicates failed',
    async (way) => {
      const store = open(database.url);
      const [known, fresh] = [begin(), begin()];
      await store.transact(workOf(() => known.writes));
      const writes = both(known.writes, fresh.writes);
      const [holder, next] = [await admin.connect(), await admin.connect()];
      await holder.query('begin');
      await holder.query('select from saga_definition for update');
      const lost =
        way === 'transact'
          ? store.transact(workOf(() => writes))
          : store.writeRemembered({ era: null, writes, resolved: [], sent: NONE_SENT });
      const outcome = expect(lost).rejects.toMatchObject({ inDoubt: true });
      await eventually(waitingForLocks, (count) => count === 1);
      await next.query('begin');
      const locked = next.query('lock table saga in access exclusive mode');
      await eventually(waitingForLocks, (count) => count === 2);
      await holder.query('commit');
      await locked;
      await outcome;
      await next.query('commit');
      holder.release();
      next.release();
      expect(await exists(fresh.sagaId)).toBe(true);
    },
  );

  it('ends with a server that does not answer any more, and works on new connections', async () => {
    const store = open(proxy.through(database.url), 300);
    await store.transact(workOf(() => NOTHING));
    proxy.pause();
    const frozen = store.transact(workOf(() => NOTHING));
    await expect(frozen).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    proxy.resume();
    const { sagaId, writes } = begin();
    await store.transact(workOf(() => writes));
    expect(await exists(sagaId)).toBe(true);
  });

  it('survives an administrator who ends its connections', async () => {
    const store = open(database.url);
    const { sagaId, writes } = begin();
    let ending: Promise<unknown> | null = null;
    const ended = store.transact(
      workOf(() => {
        ending = admin.query(
          `select pg_terminate_backend(pid, 5000) from pg_stat_activity
            where application_name = 'victim' and datname = current_database()`,
        );
        return writes;
      }),
    );
    await ended.catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
    await ending;
    await store.transact(workOf(() => writes));
    expect(await exists(sagaId)).toBe(true);
  });

  it('says that the store is away when nobody listens', async () => {
    const store = open('postgres://postgres@127.0.0.1:1/nothing');
    const call = store.timeToNextWakeMs();
    await expect(call).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('gives way to a transaction that holds a saga for too long', async () => {
    const store = open(database.url);
    const { sagaId, writes } = begin();
    await store.transact(workOf(() => writes));
    const holder = await admin.connect();
    await holder.query('begin');
    await holder.query('select from saga where id = $1 for update', [sagaId]);
    const waiting = store.transact({ ...workOf(() => NOTHING), sagaIds: [sagaId] });
    await expect(waiting).rejects.toMatchObject({ code: 'STORE_CONTENTION' });
    await holder.query('rollback');
    holder.release();
    await store.transact({ ...workOf(() => NOTHING), sagaIds: [sagaId] });
  });

  it('blames the work for data that breaks a rule', async () => {
    const store = open(database.url);
    const { writes } = begin();
    const state = { ...writes.starts[0]?.state, definition: { name: 'unknown', version: 1 } };
    const starts = writes.starts.map((start) => ({ ...start, state: state as typeof start.state }));
    const refused = store.transact(workOf(() => ({ ...writes, starts })));
    await expect(refused).rejects.toMatchObject({ code: '23503' });
  });

  const waitingForLocks = async (): Promise<number> => {
    const { rows } = await admin.query<{ count: string }>(
      `select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return Number(rows[0]?.count);
  };

  const idleInTransaction = async (): Promise<number> => {
    const { rows } = await admin.query<{ count: string }>(
      `select count(*) from pg_stat_activity where application_name = 'victim'
          and datname = current_database() and state = 'idle in transaction'`,
    );
    return Number(rows[0]?.count);
  };
});

function begin() {
  const sagaId = newSagaId();
  const at = Date.now();
  const input = { type: 'start', at, sagaId, key: null, input: {} } as const;
  const decision = decide(definition, null, input);
  if (decision.type !== 'transition') throw new Error(`a start was ${decision.type}`);
  const { state, events } = decision;
  const start = { state, wakeAt: null, idempotencyKey: null, fingerprint: null };
  const entry = { sagaId, version: 1, at, input: { type: 'start' }, events };
  const statuses = { statusBefore: null, status: state.status };
  const history = [{ ...entry, ...statuses }];
  const writes: BatchWrites = { ...NOTHING, starts: [start], history };
  return { sagaId, writes };
}

function both(a: BatchWrites, b: BatchWrites): BatchWrites {
  const [starts, history] = [
    [...a.starts, ...b.starts],
    [...a.history, ...b.history],
  ];
  return { ...NOTHING, starts, history };
}

function workOf(decideBatch: BatchWork['decide']): BatchWork {
  const empty = {
    sagaIds: [],
    families: [],
    withWaits: [],
    actionKeys: [],
    wanted: [],
    sent: NONE_SENT,
    readBytesMax: 1,
  };
  return { ...empty, decide: decideBatch };
}
