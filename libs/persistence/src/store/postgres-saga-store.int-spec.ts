import { CONTRACT_DOCUMENT, createTestDatabase, sagaStoreContract } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { createStorePool } from '#database';
import { PostgresPresenceStore } from './postgres-presence-store.js';
import { PostgresPulseStore } from '../pulse/postgres-pulse-store.js';
import { PostgresSagaStore } from './postgres-saga-store.js';

const NO_LIMITS = { deadMessagesMax: 1e9, deadMessageDays: 1e4, descriptionsMax: 1e9 };
/** No lease of one test ends while another one looks at what is due. */
const LEASED = { outboxLeaseMs: 3_600_000 };

sagaStoreContract('sagas in Postgres', async () => {
  const database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  const pool = createStorePool(database.url, { connectionsMax: 5 });
  const otherPool = createStorePool(database.url, { connectionsMax: 5 });
  await pool.query(
    'insert into saga_definition (name, version, hash, document) values ($1, 1, $2, $3)',
    [CONTRACT_DOCUMENT.name, 'hash', JSON.stringify(CONTRACT_DOCUMENT)],
  );
  return {
    store: new PostgresSagaStore(pool, LEASED),
    otherStore: new PostgresSagaStore(otherPool, LEASED),
    presence: new PostgresPresenceStore(pool),
    pulse: new PostgresPulseStore(pool, NO_LIMITS),
    definitions: {
      post: async (name) => {
        const sql = `insert into saga_definition (name, version, hash, document)
          select $1, count(*) + 1, count(*)::text, '{}' from saga_definition where name = $1
          returning version`;
        const { rows } = await pool.query<{ version: number }>(sql, [name]);
        return rows[0]?.version ?? 0;
      },
      retire: async (name, version) => {
        const sql =
          'update saga_definition set retired_at = now() where name = $1 and version = $2';
        await pool.query(sql, [name, version]);
      },
    },
    unleasedStore: new PostgresSagaStore(pool, { outboxLeaseMs: -1000 }),
    inspection: {
      historyVersions: async (sagaId) => {
        const sql = 'select version from saga_event where saga_id = $1 order by version';
        const { rows } = await pool.query<{ version: number }>(sql, [sagaId]);
        return rows.map(({ version }) => version);
      },
      outboxIds: async (sagaId) => {
        const sql = `select message_id from (
          select message_id, saga_id::text from outbox
          union all
          select message_id, split_part(message_id, '/', 1)
            from outbox_batch, unnest(message_ids) as message_id) as messages
          where saga_id = $1 order by message_id`;
        const { rows } = await pool.query<{ message_id: string }>(sql, [sagaId]);
        return rows.map(({ message_id }) => message_id);
      },
      ignoredReplies: async (sagaId) => {
        const sql = 'select reason, times from ignored_reply where saga_id = $1';
        const { rows } = await pool.query<{ reason: string; times: number }>(sql, [sagaId]);
        return Object.fromEntries(rows.map(({ reason, times }) => [reason, times]));
      },
      deadMessageIds: async () => {
        const { rows } = await pool.query<{ id: string }>('select id from dead_message');
        return rows.map(({ id }) => id);
      },
    },
    dispose: async () => {
      await pool.end();
      await otherPool.end();
      await database.drop();
    },
  };
});
