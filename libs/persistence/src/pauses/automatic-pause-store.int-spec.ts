import { randomUUID } from 'node:crypto';
import { HOLD_SAGAS } from '../sql/pauses/hold-sagas.js';
import { AutomaticPauseStore } from './automatic-pause-store.js';
import { PauseDatabase } from './pause-database.fixture.js';

let database: PauseDatabase;
let sql: PauseDatabase['sql'];
let store: AutomaticPauseStore;
let records: PauseDatabase['records'];

beforeAll(async () => {
  database = await PauseDatabase.start();
  ({ sql, records } = database);
  store = new AutomaticPauseStore(database.pool);
});

beforeEach(() => sql.query('delete from pause'));

afterAll(() => database.close());

const scope = { participant: 'bank' };
const PERSON = { by: 'ann', via: 'api', credential: null, idempotencyKey: null } as const;

function begin(since = Date.now(), probeMs = 3_600_000): Promise<boolean> {
  const reason = '20 attempts failed';
  return store.beginAutomatic({ scope, reason, failures: 20, sagas: 10, since, probeMs });
}

async function begun(probeMs?: number): Promise<string> {
  expect(await begin(Date.now(), probeMs)).toBe(true);
  const [pause] = await records.list({ isActive: true, after: null, limit: 1, seen: null });
  if (pause === undefined) throw new Error('nothing is paused');
  return pause.id;
}

/** Open sagas, and one that has ended, in order of id. */
async function hold(pauseId: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count + 1 }, () => randomUUID()).sort();
  const [ended] = ids;
  await sql.query(
    `insert into saga (id, definition_name, definition_version, status, version, state,
                       active_steps, summary, wake_at, ended_at)
     select id, 'd', 1, case when id = $2 then 'completed' else 'running' end, 1, '{}', '{}', '{}',
            null, case when id = $2 then now() end
       from unnest($1::uuid[]) as s (id)`,
    [ids, ended],
  );
  await sql.query({ ...HOLD_SAGAS, values: [ids.map(() => pauseId), ids] });
  return ids.slice(1);
}

const makeDue = () => sql.query(`update pause set next_probe_at = clock_timestamp()`);

describe('An automatic pause', () => {
  it('is begun by one of those that would, and says what for', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => begin()));
    expect(all.filter(Boolean).length).toBe(1);
    const pauses = await records.list({ isActive: true, after: null, limit: 10, seen: null });
    expect(pauses).toMatchObject([
      { isAutomatic: true, by: 'conductor', failures: 20, failedSagas: 10, probes: 0 },
    ]);
    const { rows } = await sql.query(
      `select actor, via, action, subject_id from operator_audit where reason like '20 attempts%'`,
    );
    expect(rows).toEqual([
      { actor: 'conductor', via: 'conductor', action: 'pause', subject_id: 'bank' },
    ]);
  });

  it('is not begun while a person has paused it, nor by what failed before that', async () => {
    const since = Date.now();
    const more = { withCompensations: false, until: null, fingerprint: 'f', reason: 'moves' };
    const made = await records.add({ scope, ...PERSON, ...more });
    if (made.type !== 'done') throw new Error(made.type);
    expect(await begin()).toBe(false);
    await records.end({ ...PERSON, id: made.pause.id, reason: 'moved' });
    expect(await begin(since)).toBe(false);
    expect(await begin(Date.now() + 1_000)).toBe(true);
  });

  it('is ended by a person, or by the conductor, once', async () => {
    const id = await begun();
    const ends = [
      store.endAutomatic({ id, reason: 'bank answered' }),
      records.end({ ...PERSON, id, reason: 'it is back' }).then(({ type }) => type === 'done'),
    ];
    expect((await Promise.all(ends)).filter(Boolean).length).toBe(1);
    expect(await store.endAutomatic({ id, reason: 'bank answered' })).toBe(false);
  });
});

describe('The turn to let an attempt through', () => {
  it('is given to one process an interval, with the open sagas that it holds', async () => {
    const id = await begun();
    const sagas = await hold(id, 3);
    expect(await store.takeTurns()).toEqual({ turns: [], nextMs: expect.any(Number) });
    await makeDue();
    const taken = await Promise.all(Array.from({ length: 6 }, () => store.takeTurns()));
    expect(taken.flatMap(({ turns }) => turns)).toEqual([{ pauseId: id, sagaIds: sagas }]);
    for (const { nextMs } of taken) expect(nextMs).not.toBeNull();
  });

  it('begins behind the saga that was tried last, and comes round', async () => {
    const id = await begun();
    const [first = '', second = '', third = ''] = await hold(id, 3);
    await store.noteTried({ pauseId: id, sagaId: second, isProbed: true });
    await makeDue();
    const { turns } = await store.takeTurns();
    expect(turns).toEqual([{ pauseId: id, sagaIds: [third, first, second] }]);
    const [pause] = await records.list({ isActive: true, after: null, limit: 1, seen: null });
    expect(pause).toMatchObject({ probes: 1, lastProbeAt: expect.any(Date) });
  });

  it('is nobody’s when no automatic pause goes on', async () => {
    const id = await begun(1);
    await store.endAutomatic({ id, reason: 'bank answered' });
    expect(await store.takeTurns()).toEqual({ turns: [], nextMs: null });
  });
});
