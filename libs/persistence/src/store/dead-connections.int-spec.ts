import type { Pool } from 'pg';
import { createTestDatabase, TcpProxy, type TestDatabase } from '#testing-internal';
import { newSagaId } from '#runtime';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { PostgresPresenceStore } from './postgres-presence-store.js';
import { PostgresSagaStore } from './postgres-saga-store.js';
import { TableLimits } from '../limits/table-limits.js';
import { createStorePool } from '#database';

const CONNECTIONS = 4;

describe('Connections that died without a word', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
  });
  beforeEach(async () => {
    proxy = await TcpProxy.to(database.url);
    pool = createStorePool(proxy.through(database.url), {
      connectionsMax: CONNECTIONS,
      queryTimeoutMs: 300,
    });
  });
  afterEach(async () => {
    proxy.cut();
    await pool.end();
    await proxy.close();
  });
  afterAll(() => database.drop());

  const users = () => {
    const presence = new PostgresPresenceStore(pool);
    const store = new PostgresSagaStore(pool);
    const limits = new TableLimits(pool, {
      deadMessagesMax: 3,
      deadMessageDays: 30,
      descriptionsMax: 2,
    });
    const replica = {
      id: newSagaId(),
      seenAt: Date.now(),
      brokerLostAt: null,
      hasLeft: false,
      readsEnvelopes: true,
    };
    const nothing = { gone: [], outages: [], replyQueues: [] };
    return {
      'a beat of a replica': () =>
        presence.note(() => ({ replica, ...nothing })).then(() => 'done'),
      'a purge of tables': () => limits.purge().then(() => 'done'),
      'a look at the timers': () => store.timeToNextWakeMs().then(() => 'done'),
    };
  };
  type User = keyof ReturnType<typeof users>;

  /** As many as the pool has are open at the same time, and idle after it. */
  const fillPool = async (): Promise<void> => {
    const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
    for (const client of clients) client.release();
  };

  it.each<[User, User]>([
    ['a beat of a replica', 'a beat of a replica'],
    ['a beat of a replica', 'a purge of tables'],
    ['a purge of tables', 'a look at the timers'],
    ['a look at the timers', 'a beat of a replica'],
  ])('fail %s once, and then not %s', async (first, second) => {
    // given a pool full of connections that all die at once
    const calls = users();
    await fillPool();
    proxy.freeze();
    // when one is found out
    await expect(calls[first]()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    // then no other one is tried, whoever comes next
    await expect(calls[second]()).resolves.toBe('done');
  });
});
