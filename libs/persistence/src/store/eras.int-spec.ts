import type { Pool } from 'pg';
import { createStorePool } from '#database';
import { noWrites, StoreUnavailableError } from '#ports';
import { newSagaId } from '#runtime';
import {
  begin,
  createTestDatabase,
  eventually,
  move,
  TcpProxy,
  workOf,
  type TestDatabase,
} from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { PostgresPresenceStore } from './postgres-presence-store.js';
import { PostgresSagaStore } from './postgres-saga-store.js';

const NONE_SENT = { messageIds: [], batchIds: [] };

describe('An era of the Postgres store', () => {
  let database: TestDatabase;
  let admin: Pool;
  let proxy: TcpProxy;
  let pool: Pool;
  let store: PostgresSagaStore;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    admin = createStorePool(database.url, { applicationName: 'admin' });
    const columns = '(name, version, hash, document)';
    await admin.query(`insert into saga_definition ${columns} values ('contract', 1, '', '{}')`);
  });
  beforeEach(async () => {
    proxy = await TcpProxy.to(database.url);
    const url = new URL(proxy.through(database.url));
    // for a server that says that it was started at another time
    url.searchParams.set('options', '-c search_path=elsewhere,pg_catalog,public');
    pool = createStorePool(url.href, {
      connectionsMax: 2,
      applicationName: 'victim',
      queryTimeoutMs: 500,
    });
    store = new PostgresSagaStore(pool);
  });
  afterEach(async () => {
    proxy.cut();
    await pool.end();
    await proxy.close();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  const eraNow = async (): Promise<string> => {
    let era = '';
    await store.transact(workOf({}, (loaded) => ((era = loaded.era), noWrites())));
    return era;
  };
  const beat = (): Promise<void> => {
    const now = { seenAt: Date.now(), brokerLostAt: null, hasLeft: false, readsEnvelopes: true };
    const replica = { id: newSagaId(), ...now };
    return new PostgresPresenceStore(pool).note(() => ({
      replica,
      gone: [],
      replyQueues: [],
      outages: [],
    }));
  };
  /** All connections of the pool are made, and idle. */
  const fillPool = async (): Promise<void> => {
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    for (const client of clients) client.release();
  };

  it('lasts as long as nothing is lost, on all connections', async () => {
    const era = await eraNow();
    await fillPool();
    await beat();
    const both = await Promise.all([eraNow(), eraNow()]);
    expect(both).toEqual([era, era]);
  });

  it('ends with an idle connection that is lost, though nobody asks for anything', async () => {
    // given a state that is remembered, and two idle connections
    const { state, writes } = begin();
    await store.transact(workOf({}, () => writes));
    await fillPool();
    const era = await eraNow();
    // when one of them is ended
    await admin.query(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
        where application_name = 'victim' and datname = current_database() limit 1`,
    );
    await eventually(
      async () => pool.totalCount,
      (count) => count === 1,
    );
    // then what was remembered is not written
    const work = { era, writes: move(state), resolved: [], sent: NONE_SENT };
    expect(await store.writeRemembered(work)).toEqual({ type: 'outdated' });
    expect(await eraNow()).not.toBe(era);
  });

  it('ends with a beat that fails', async () => {
    const era = await eraNow();
    proxy.freeze();
    await expect(beat()).rejects.toBeInstanceOf(StoreUnavailableError);
    expect(await eraNow()).not.toBe(era);
  });

  it('goes on when all connections are busy', async () => {
    const era = await eraNow();
    const clients = await Promise.all([pool.connect(), pool.connect()]);
    await expect(store.timeToNextWakeMs()).rejects.toBeInstanceOf(StoreUnavailableError);
    for (const client of clients) client.release();
    expect(await eraNow()).toBe(era);
  });

  it('ends on a connection that leads to another server', async () => {
    // given a state that is remembered, and a server that says that it was started another time
    const { state, writes } = begin();
    await store.transact(workOf({}, () => writes));
    const era = await eraNow();
    await admin.query(`
      create schema elsewhere;
      create function elsewhere.pg_postmaster_start_time() returns timestamptz
        language sql as $$ select timestamptz '2030-01-01' $$`);
    // when one connection leads to it, and the other one still to the first
    const first = await pool.connect();
    const other = await eraNow();
    // then what was remembered is not written by way of it
    expect(other).not.toBe(era);
    const work = { era, writes: move(state), resolved: [], sent: NONE_SENT };
    expect(await store.writeRemembered(work)).toEqual({ type: 'outdated' });
    first.release();
  });
});
