import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { createStorePool, ReadPool } from '#database';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { countDueSagas, FROM_THE_OLDEST, Retention, type RuleDays } from './retention.js';

let database: TestDatabase;
let pool: Pool;
let reader: ReadPool;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url);
  reader = new ReadPool(database.url, { connectionsMax: 1 });
  await pool.query(`insert into saga_definition (name, version, hash, document)
    values ('sale', 1, 'h', '{}'), ('audit-trail', 1, 'h', '{}')`);
});

afterAll(async () => {
  await reader?.close();
  await pool?.end();
  await database?.drop();
});

beforeEach(() =>
  pool.query(`delete from retention_exemption; delete from saga_lock; delete from event_wait;
    delete from outbox; delete from dead_message; delete from saga_event; delete from saga_family;
    delete from saga; delete from retention_deleted`),
);

interface Row {
  readonly definition?: string;
  readonly status?: string;
  /** Days since its end; null: it has not ended. */
  readonly ago: number | null;
  readonly parent?: string;
  readonly key?: string;
  readonly entries?: number;
}

/** Adds a saga with a history, and gives its id. */
async function add({
  definition = 'sale',
  status,
  ago,
  parent,
  key,
  entries = 2,
}: Row): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `with saga as (
       insert into saga (id, definition_name, definition_version, status, version, state, summary,
         parent_id, idempotency_key, ended_at)
       values (gen_random_uuid(), $1, 1, $2, $6, '{}', '{}', $4, $5,
         clock_timestamp() - $3::float8 * interval '1 day') returning id),
     history as (
       insert into saga_event (saga_id, version, at, data)
       select id, n, clock_timestamp(), '{}' from saga, generate_series(1, $6) as n)
     select id from saga`,
    [definition, status ?? (ago === null ? 'running' : 'completed'), ago, parent, key, entries],
  );
  return String(rows[0]?.id);
}

async function left(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>('select id from saga order by created_at, id');
  return rows.map(({ id }) => id);
}

const NEVER = { completed: null, compensated: null, abandoned: null };
const MONTH: RuleDays = { ...NEVER, definition: null, completed: 30 };

/** All portions of one look, as the keeper has them; gives how many sagas went in each. */
async function deleteAll(rules: readonly RuleDays[], retention = new Retention(pool)) {
  const portions: number[] = [];
  for (let from: typeof FROM_THE_OLDEST | null = FROM_THE_OLDEST; from !== null;) {
    const portion = await retention.deletePortion(rules, from);
    if (portion === null) throw new Error('somebody else deletes');
    portions.push(portion.sagas);
    from = portion.next;
  }
  return portions;
}

describe('Ended sagas', () => {
  it('given rules by ending, when they are deleted, then the others stay', async () => {
    await add({ ago: 31 });
    const young = await add({ ago: 29 });
    const undone = await add({ ago: 400, status: 'compensated' });
    const open = await add({ ago: null });
    expect(await deleteAll([MONTH])).toEqual([1]);
    expect(new Set(await left())).toEqual(new Set([young, undone, open]));
    const { rows } = await pool.query('select count(*)::int as entries from saga_event');
    expect(rows).toEqual([{ entries: 6 }]);
    const deleted = await pool.query(
      'select definition_name, status, sagas from retention_deleted',
    );
    expect(deleted.rows).toEqual([{ definition_name: 'sale', status: 'completed', sagas: '1' }]);
  });

  it('given a rule of its own, when a definition has one, then no other counts', async () => {
    const kept = await add({ ago: 900, definition: 'audit-trail' });
    const shorter = await add({ ago: 3 });
    const own = [MONTH, { ...NEVER, definition: 'audit-trail' }];
    await deleteAll(own);
    expect(new Set(await left())).toEqual(new Set([kept, shorter]));
    await deleteAll([...own, { ...NEVER, definition: 'sale', completed: 2 }]);
    expect(await left()).toEqual([kept]);
  });

  it('given a start under a key, when it may be repeated, then its saga stays', async () => {
    const known = await add({ ago: 29, key: 'k-1' });
    await add({ ago: 31, key: 'k-2' });
    await add({ ago: 29 });
    await deleteAll([{ ...MONTH, completed: 1 }]);
    expect(await left()).toEqual([known]);
  });

  const REASONS: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
    'is exempt': (id) =>
      pool.query(`insert into retention_exemption (saga_id, actor, reason) values ($1, 'a', 'b')`, [
        id,
      ]),
    'holds a lock': (id) =>
      pool.query(`insert into saga_lock (key, saga_id) values ('order:1', $1)`, [id]),
    'has an unresolved dead message': (id) =>
      pool.query(
        `insert into dead_message (id, source, reason, detail, saga_id, body, properties)
         values (gen_random_uuid(), 'reply', 'UNPROCESSABLE', 'x', $1, 'x', '{}')`,
        [id],
      ),
    'has a message to send': (id) =>
      pool.query(
        `insert into outbox (message_id, saga_id, message, lease_until)
         values ($1 || '/7/completed', $1::text::uuid, '{}', clock_timestamp())`,
        [id],
      ),
    'has not ended': (id) =>
      pool.query(
        `alter table saga disable trigger user;
         update saga set ended_at = null, status = 'compensating' where id = '${id}';
         alter table saga enable trigger user`,
      ),
  };

  it.each(Object.entries(REASONS))(
    'given one of a family that %s, when others go, then the family stays as a whole',
    async (_name, need) => {
      const root = await add({ ago: 90 });
      const child = await add({ ago: 91, parent: root });
      const grandchild = await add({ ago: 92, parent: child });
      const sibling = await add({ ago: 93, parent: root });
      await need(grandchild);
      await add({ ago: 90 });
      await deleteAll([MONTH]);
      expect(new Set(await left())).toEqual(new Set([root, child, grandchild, sibling]));
      expect(await countDueSagas(reader, [MONTH], { budgetMs: 10_000 })).toEqual({
        sagas: 0,
        families: 0,
        keptFamilies: 1,
        isExact: true,
      });
    },
  );

  it('given a family, when its root is due, then it goes, children before parents', async () => {
    const root = await add({ ago: 90, status: 'abandoned' });
    const child = await add({ ago: 80, parent: root, definition: 'audit-trail' });
    await add({ ago: 70, parent: child, status: 'compensated' });
    const other = await add({ ago: 90 });
    const rules = [{ ...NEVER, definition: null, abandoned: 60 }];
    const due = { sagas: 3, families: 1, keptFamilies: 0, isExact: true };
    expect(await countDueSagas(reader, rules, { budgetMs: 10_000 })).toEqual(due);
    expect(await deleteAll(rules, new Retention(pool, { sagasMax: 1 }))).toEqual([1, 1, 1]);
    expect(await left()).toEqual([other]);
  });

  it('given more than a portion, when they go, then in bounded ones, and all', async () => {
    for (let count = 0; count < 25; count++) await add({ ago: 40 + count, entries: 4 });
    const kept = await add({ ago: 500, status: 'abandoned' });
    const counted = { budgetMs: 10_000, limits: { lookedMax: 7 } };
    expect(await countDueSagas(reader, [MONTH], counted)).toMatchObject({ sagas: 25 });
    const portions = await deleteAll(
      [MONTH],
      new Retention(pool, { lookedMax: 10, sagasMax: 4, entriesMax: 12 }),
    );
    expect(Math.max(...portions)).toBeLessThanOrEqual(4);
    expect(portions.reduce((sum, sagas) => sum + sagas, 0)).toBe(25);
    expect(await left()).toEqual([kept]);
    const short = await countDueSagas(reader, [MONTH], { budgetMs: 0 });
    expect(short).toMatchObject({ sagas: 0, isExact: false });
  });

  it('given a saga without a history so long, when one has, then it goes alone', async () => {
    for (let count = 0; count < 3; count++) await add({ ago: 40 + count, entries: 50 });
    expect(await deleteAll([MONTH], new Retention(pool, { entriesMax: 10 }))).toEqual([1, 1, 1]);
  });

  it('given a replica that deletes, when another one would, then it waits its turn', async () => {
    const id = await add({ ago: 40 });
    const client = await pool.connect();
    try {
      await client.query('begin; select pg_advisory_xact_lock(7263152)');
      expect(await new Retention(pool).deletePortion([MONTH], FROM_THE_OLDEST)).toBeNull();
      expect(await left()).toEqual([id]);
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect(await deleteAll([MONTH])).toEqual([1]);
  });

  it('given a saga whose parent is gone, when it is due, then it goes', async () => {
    await add({ ago: 40, parent: '01940000-0000-7000-8000-000000000001' });
    expect(await deleteAll([MONTH])).toEqual([1]);
  });
});
