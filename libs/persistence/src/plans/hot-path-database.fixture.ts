import { Client, type Pool, type PoolClient } from 'pg';
import { createStorePool } from '#database';
import {
  CONTRACT_DOCUMENT,
  NOTHING,
  begin,
  createTestDatabase,
  workOf,
  type TestDatabase,
} from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { GROW_FAMILIES } from '../sql/batch/grow-families.js';
import { READ_HELD_LOCKS } from '../sql/batch/read-held-locks.js';
import { RELEASE_LOCKS } from '../sql/batch/release-locks.js';
import { REQUEST_LOCKS } from '../sql/batch/request-locks.js';
import { OPEN_EVENT_WAITS } from '../sql/events/open-event-waits.js';
import { READ_KEPT_EVENTS } from '../sql/events/read-kept-events.js';
import { NOTE_SAGA_PAUSES } from '../sql/pauses/note-saga-pauses.js';
import { RELEASE_HELD } from '../sql/pauses/release-held.js';
import { MOVE_WAKES } from '../sql/batch/move-wakes.js';
import { CLOSE_EVENT_WAITS } from '../sql/events/close-event-waits.js';
import { NOTE_SEEN_EVENTS } from '../sql/events/note-seen-events.js';
import { readsOf, type PlanReads } from './plan-reads.fixture.js';
import { READ_PULSE } from '../sql/pulse/read-pulse.js';
import { PostgresSagaStore } from '../store/postgres-saga-store.js';

/** What the hot path reads and writes, and what grows. */
export const TABLES = [
  'saga',
  'saga_event',
  'saga_search',
  'saga_change',
  'outbox',
  'outbox_batch',
  'event_wait',
  'kept_event',
  'saga_lock',
  'saga_family',
  'saga_pause',
  'pause_hold',
] as const;
export type Table = (typeof TABLES)[number];
/** Sagas of one batch. */
export const BATCH = 50;
const SAGAS = 10_000;
const OUTBOX_BATCHES = 20;
/** Without a pinned plan the server would plan five calls by their values, and then decide. */
const TURNS = 8;
const PAUSE = '00000000-0000-7000-8000-000000000001';
const RESOLVED = { wanted: { name: CONTRACT_DOCUMENT.name, version: null }, version: 1 };
const NOTHING_SENT = { messageIds: [], batchIds: [] };

/** How large the server takes a table to be: when it was counted last, it had these. */
export interface Belief {
  readonly pages: number;
  /** -1: it was never counted. */
  readonly rows: number;
}

export interface OpenSaga {
  readonly id: string;
  readonly version: number;
}

/**
 * A fresh database on which a store has prepared the statements of the hot path. Nothing is counted
 * but by the test: autovacuum counts one table, then another, and any of them at any time.
 */
export class HotPathDatabase {
  private constructor(
    private readonly database: TestDatabase,
    private readonly pool: Pool,
    /** Has the prepared statements. */
    private readonly session: PoolClient,
    /** Fills the tables, and takes its time. */
    private readonly filler: Client,
  ) {}

  static async open(): Promise<HotPathDatabase> {
    const database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    const filler = new Client({ connectionString: database.url });
    await filler.connect();
    for (const table of TABLES) {
      await filler.query(`alter table ${table} set (autovacuum_enabled = false)`);
    }
    await filler.query(
      'insert into saga_definition (name, version, hash, document) values ($1, 1, $2, $3)',
      [CONTRACT_DOCUMENT.name, 'hash', JSON.stringify(CONTRACT_DOCUMENT)],
    );
    const pool = createStorePool(database.url, { connectionsMax: 1 });
    await prepareStatements(new PostgresSagaStore(pool));
    await prepareRareStatements(pool);
    return new HotPathDatabase(database, pool, await pool.connect(), filler);
  }

  async close(): Promise<void> {
    this.session.release();
    await this.pool.end();
    await this.filler.end();
    await this.database.drop();
  }

  /** By name, how many calls of a prepared statement were planned by their values. */
  async plannedByValues(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.session.query<{ name: string; calls: number }>(
      'select name, custom_plans::int as calls from pg_prepared_statements',
    );
    return new Map(rows.map(({ name, calls }) => [name, calls]));
  }

  /** The tables are counted, as autovacuum does it from time to time. */
  async count(tables: readonly Table[] = TABLES): Promise<void> {
    await this.filler.query(`vacuum analyze ${tables.join(', ')}`);
  }

  /** Their sizes are known then, and nothing of what is in them: autovacuum does this first. */
  async vacuum(): Promise<void> {
    await this.filler.query(`vacuum ${TABLES.join(', ')}`);
  }

  /** What the tables really hold stays, and so does what is known of their columns. */
  async believe(belief: Belief, tables: readonly Table[]): Promise<void> {
    await this.filler.query(
      'update pg_class set relpages = $1, reltuples = $2 where oid = any($3::regclass[])',
      [belief.pages, belief.rows, tables],
    );
  }

  /** The tables are counted while what makes them large is not committed. */
  async countWhileGrowing(): Promise<void> {
    await this.filler.query('begin');
    await this.grow();
    await this.session.query(`analyze ${TABLES.join(', ')}`);
    await this.filler.query('commit');
  }

  /** Most sagas have ended, and of the others every second is due. */
  async grow(upTo = SAGAS): Promise<void> {
    await this.filler.query(
      `insert into saga (id, definition_name, definition_version, status, version, state, summary,
         ended_at, wake_at)
       select gen_random_uuid(), $1, 1, case when n % 5 = 0 then 'running' else 'completed' end, 5,
         repeat('x', 1000), '{}', case when n % 5 > 0 then clock_timestamp() end,
         case when n % 5 = 0 then clock_timestamp() + (n % 10 - 3) * interval '1 minute' end
       from generate_series(1, $2 - (select count(*)::integer from saga)) as n`,
      [CONTRACT_DOCUMENT.name, upTo],
    );
    await this.filler.query(
      `insert into saga_event (saga_id, version, at, data)
       select id, n, clock_timestamp(), repeat('x', 300) from saga, generate_series(1, 5) as n
       on conflict do nothing`,
    );
    await this.fill();
  }

  /**
   * Open sagas have a message each that is due, and many of them one in an outbox batch. All of
   * them wait for an event.
   */
  async fill(): Promise<void> {
    await this.filler.query(
      `insert into event_wait (saga_id, step, event, key)
       select id, 'hold', 'payment.settled', 'k' from saga where status = 'running'
       on conflict do nothing`,
    );
    await this.fillRare();
    await this.filler.query(
      `insert into outbox (message_id, saga_id, message, lease_until)
       select id || '/first', id, '{}', clock_timestamp() from saga where status = 'running'
       on conflict do nothing`,
    );
    await this.filler.query('delete from outbox_batch');
    await this.filler.query(
      `insert into outbox_batch (id, message_ids, messages, lease_until)
       select gen_random_uuid(), array_agg(id || '/second'), string_agg('{}', e'\\n'),
         clock_timestamp() + interval '1 hour'
       from (select id, row_number() over (order by id) as n from saga where status = 'running'
              limit ${OUTBOX_BATCHES * BATCH}) as numbered
       group by n % ${OUTBOX_BATCHES}`,
    );
  }

  /** Two of them stand in line for each lock, a pause that is over holds them, and so on. */
  private async fillRare(): Promise<void> {
    const open = `from saga where status = 'running' on conflict do nothing`;
    const place = '(row_number() over (order by id) + 1) / 2';
    // one for each saga, however often the tables grow
    await this.filler.query(
      `insert into saga_lock (key, saga_id) select ${place}, id from saga
        where status = 'running' and id not in (select saga_id from saga_lock)
       on conflict do nothing`,
    );
    await this.filler.query(`insert into saga_family (root_id) select id ${open}`);
    await this.filler.query(
      `insert into saga_pause (saga_id, since, by, reason) select id, now(), 'ann', 'x' ${open}`,
    );
    await this.filler.query(
      `insert into pause (id, scope, with_compensations, by, reason, fingerprint, ended_at,
         ended_by, end_reason)
       values ('${PAUSE}', '{}', false, 'ann', 'x', '', now(), 'ann', 'x') on conflict do nothing`,
    );
    await this.filler.query(
      `insert into pause_hold (pause_id, saga_id) select '${PAUSE}', id ${open}`,
    );
    await this.filler.query(
      `insert into kept_event (event, key, event_id, definition, data, bytes, expires_at)
       select 'payment.settled', id, id, $1, '{}', 2, now() + interval '1 day' ${open}`,
      [CONTRACT_DOCUMENT.name],
    );
  }

  /** No saga is due any more. */
  async putOffTimers(): Promise<void> {
    await this.filler.query(`update saga set wake_at = wake_at + interval '1 day'
         where wake_at is not null`);
  }

  /** What `fill` has made is gone, and counted as nothing. */
  async empty(): Promise<void> {
    const tables = TABLES.filter((table) => !table.startsWith('saga') || table === 'saga_lock');
    for (const table of tables) await this.filler.query(`delete from ${table}`);
    await this.count(tables);
  }

  /** As many as a batch has, or as there are. */
  async openSagas(): Promise<readonly OpenSaga[]> {
    const { rows } = await this.filler.query<OpenSaga>(
      `select id, version from saga where status = 'running' order by id limit ${BATCH}`,
    );
    return rows;
  }

  /** Executes a statement as it is prepared, with values as SQL, and leaves nothing of it. */
  async readsOfCall(name: string, values: readonly string[]): Promise<PlanReads> {
    const call = values.length === 0 ? `"${name}"` : `"${name}"(${values.join(', ')})`;
    await this.session.query('begin');
    const explained = await this.session.query<{ 'QUERY PLAN': unknown }>(
      `explain (analyze, timing off, format json) execute ${call}`,
    );
    await this.session.query('rollback');
    return readsOf(explained.rows[0]?.['QUERY PLAN'], TABLES);
  }
}

async function prepareStatements(store: PostgresSagaStore): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    const { state, writes } = begin({ wakeAt: Date.now() });
    await store.transact(workOf({}, () => writes));
    const ids = { sagaIds: [state.id], withWaits: [state.id] };
    await store.transact(workOf(ids, () => NOTHING));
    await store.claimDueSagas({ limit: BATCH, leaseMs: 1 });
    await store.timeToNextWakeMs();
    await store.writeRemembered({
      era: null,
      ...begin(),
      resolved: [RESOLVED],
      sent: NOTHING_SENT,
    });
    const claim = { limit: BATCH, leaseMs: 1, bytesMax: 1_000_000, afterId: null };
    await store.claimOutbox({ ...claim, batchesMax: BATCH });
    const messageIds = writes.outgoing.map(({ messageId }) => messageId);
    await store.deleteSent({ messageIds, batchIds: [] });
    await store.putOff(messageIds.map((messageId) => ({ messageId, reason: '', retryInMs: 1 })));
    await store.wakeWaiting({ event: 'payment.settled', key: 'k', afterId: null, limit: BATCH });
    await store.openSagaIds({ afterId: null, limit: BATCH });
  }
}

/** Those that the store needs seldom, without the work that leads to them. */
async function prepareRareStatements(pool: Pool): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) {
    await pool.query({ ...MOVE_WAKES, values: ['[]'] });
    await pool.query({ ...CLOSE_EVENT_WAITS, values: [[], []] });
    await pool.query({ ...NOTE_SEEN_EVENTS, values: [[], [], []] });
    await pool.query({ ...OPEN_EVENT_WAITS, values: [[], [], [], [], 1] });
    await pool.query({ ...READ_KEPT_EVENTS, values: [[], 1, 1] });
    await pool.query({ ...REQUEST_LOCKS, values: [[], []] });
    await pool.query({ ...RELEASE_LOCKS, values: [[], [], [], [], 1] });
    await pool.query({ ...READ_HELD_LOCKS, values: [[]] });
    await pool.query({ ...GROW_FAMILIES, values: ['[]'] });
    await pool.query({ ...NOTE_SAGA_PAUSES, values: ['[]'] });
    await pool.query({ ...RELEASE_HELD, values: [BATCH] });
    await pool.query({ ...READ_PULSE, values: [true, 30, 10_000, 1_000] });
  }
}
