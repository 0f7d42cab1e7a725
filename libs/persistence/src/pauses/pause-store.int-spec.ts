import { randomUUID } from 'node:crypto';
import { HOLD_SAGAS } from '../sql/pauses/hold-sagas.js';
import type { ActVia } from '../audit/act.js';
import { PauseDatabase } from './pause-database.fixture.js';
import { PostgresPauseStore } from './postgres-pause-store.js';

let database: PauseDatabase;
let sql: PauseDatabase['sql'];
let store: PostgresPauseStore;
let records: PauseDatabase['records'];

beforeAll(async () => {
  database = await PauseDatabase.start();
  ({ sql, records } = database);
  store = new PostgresPauseStore(database.pool);
});

beforeEach(() => sql.query('delete from pause'));

afterAll(() => database.close());

const via: ActVia = 'api';
const by = { by: 'ann', via, credential: null, reason: 'test', idempotencyKey: null };

async function add(scope: { participant: string }, until: Date | null = null): Promise<string> {
  const more = { withCompensations: false, until, fingerprint: 'f' };
  const outcome = await records.add({ scope, ...by, ...more });
  if (outcome.type !== 'done') throw new Error(outcome.type);
  return outcome.pause.id;
}

/** Sagas whose timers are far away, held by a pause. */
async function hold(pauseId: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => randomUUID()).sort();
  await sql.query(
    `insert into saga (id, definition_name, definition_version, status, version, state,
                       active_steps, summary, wake_at)
     select id, 'd', 1, 'running', 1, '{}', '{}', '{}', null from unnest($1::uuid[]) as s (id)`,
    [ids],
  );
  await sql.query({ ...HOLD_SAGAS, values: [ids.map(() => pauseId), ids] });
  return ids;
}

async function dueCount(): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    'select count(*)::int from saga where wake_at <= clock_timestamp()',
  );
  return rows[0]?.count ?? 0;
}

const heldBy = async (pauseId: string) =>
  (await sql.query('select from pause_hold where pause_id = $1', [pauseId])).rowCount;

describe('Sagas that a pause holds', () => {
  it('stay held while it goes on', async () => {
    await hold(await add({ participant: 'a' }), 3);
    const before = await dueCount();
    expect(await store.releaseHeld({ limit: 10 })).toBe(0);
    expect(await dueCount()).toBe(before);
  });

  it('are made due in portions when it is over, each once', async () => {
    const id = await add({ participant: 'a' });
    await hold(id, 5);
    const before = await dueCount();
    await records.end({ id, ...by });
    expect(await store.releaseHeld({ limit: 2 })).toBe(2);
    expect(await heldBy(id)).toBe(3);
    expect(await dueCount()).toBe(before + 2);
    // another process goes on where this one stopped
    const other = new PostgresPauseStore(database.pool);
    expect(await other.releaseHeld({ limit: 10 })).toBe(3);
    expect(await other.releaseHeld({ limit: 10 })).toBe(0);
    expect(await dueCount()).toBe(before + 5);
  });

  it('are left, and found again, while a transaction has them', async () => {
    const id = await add({ participant: 'a' });
    const [saga] = await hold(id, 2);
    await records.end({ id, ...by });
    const inUse = database.client();
    await inUse.connect();
    await inUse.query('begin');
    await inUse.query('select from saga where id = $1 for update', [saga]);
    expect(await store.releaseHeld({ limit: 10 })).toBe(2);
    expect(await heldBy(id)).toBe(1);
    await inUse.query('commit');
    await inUse.end();
    await store.releaseHeld({ limit: 10 });
    expect(await heldBy(id)).toBe(0);
  });

  it('are found though it was over, and looked through, when they were written', async () => {
    const id = await add({ participant: 'a' });
    await records.end({ id, ...by });
    await sql.query(
      `update pause set ended_at = ended_at - interval '1 hour',
      began_at = began_at - interval '2 hours' where id = $1`,
      [id],
    );
    await store.releaseHeld({ limit: 10 });
    const released = `select released_at is not null as "isReleased" from pause where id = $1`;
    expect((await sql.query(released, [id])).rows).toEqual([{ isReleased: true }]);
    await hold(id, 1);
    expect((await sql.query(released, [id])).rows).toEqual([{ isReleased: false }]);
    expect(await store.releaseHeld({ limit: 10 })).toBe(1);
  });

  it('of a pause that is not there are passed over', async () => {
    await hold(randomUUID(), 1);
    expect(await store.releaseHeld({ limit: 10 })).toBe(0);
  });
});

describe('The pauses that workers know', () => {
  it('are those that go on, and those that are over, with their instants', async () => {
    const [a] = [await add({ participant: 'a' }), await add({ participant: 'b' })];
    await records.end({ id: a, ...by });
    const known = await store.readPauses();
    expect(known.map(({ scope }) => scope)).toEqual([{ participant: 'a' }, { participant: 'b' }]);
    expect(known.map(({ to }) => to === null)).toEqual([false, true]);
    for (const { from, to } of known) expect((to ?? Infinity) >= from).toBe(true);
  });

  it('end at their own time, and by nobody after that', async () => {
    const id = await add({ participant: 'a' }, new Date(Date.now() + 3_600_000));
    await sql.query(
      `update pause set began_at = began_at - interval '2 hours',
      until = clock_timestamp() - interval '1 hour' where id = $1`,
      [id],
    );
    expect(await records.end({ id, ...by })).toMatchObject({ type: 'over' });
    // the scope can be paused again
    await add({ participant: 'a' });
  });

  it('are 200 at most at a time', async () => {
    for (let index = 0; index < 200; index++) await add({ participant: `p-${index}` });
    const more = { withCompensations: false, until: null, fingerprint: 'f' };
    const outcome = await records.add({ scope: { participant: 'one-more' }, ...by, ...more });
    expect(outcome.type).toBe('too-many');
  });
});
