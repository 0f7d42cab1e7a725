import { begin, eventually, workOf } from '#testing-internal';
import { StoreBeside } from './store-beside.fixture.js';

describe('What was decided on remembered states', () => {
  let beside: StoreBeside;

  beforeAll(async () => {
    beside = await StoreBeside.open(3);
  });
  afterAll(() => beside.close());

  it('is written in order of id, as everybody locks, so that none wait in a circle', async () => {
    const { store, admin, other } = beside;
    const begun = Array.from({ length: 10 }, () => begin());
    for (const { writes } of begun) await store.transact(workOf({}, () => writes));
    const [first, ...others] = begun.map(({ state }) => state.id).toSorted();
    await other.query('select from saga where id = $1 for update', [first]);
    const updates = begun
      .toSorted((a, b) => (a.state.id < b.state.id ? 1 : -1))
      .map(({ state }) => ({ state: { ...state, version: 2 }, versionBefore: 1, wakeAt: null }));

    const written = store.writeRemembered({
      era: null,
      writes: { starts: [], updates, history: [], outgoing: [], outgoingAlone: [] },
      resolved: [],
      sent: { messageIds: [], batchIds: [] },
    });
    await eventually(waitingForRows, (count) => count === 1);

    const sql = 'select id from saga where id = any($1) for update skip locked';
    const free = await admin.query<{ id: string }>(sql, [others]);
    expect(free.rows).toHaveLength(others.length);
    await other.query('commit');
    expect(await written).toMatchObject({ type: 'written' });
  });

  const waitingForRows = async (): Promise<number> => {
    const { rows } = await beside.admin.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
        where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows[0]?.count ?? 0;
  };
});
