import { begin, eventually, NOTHING, workOf, type Begun } from '#testing-internal';
import type { BatchWrites } from '#ports';
import { StoreBeside } from './store-beside.fixture.js';

const KEY = 'truck';

describe('A lock that is handed on while another transaction has the next saga', () => {
  let beside: StoreBeside;
  let store: StoreBeside['store'];
  let admin: StoreBeside['admin'];
  let other: StoreBeside['other'];

  beforeEach(async () => {
    beside = await StoreBeside.open(3);
    ({ store, admin, other } = beside);
  });
  afterEach(() => beside.close());

  const ask = async (): Promise<Begun> => {
    const begun = begin();
    const lockRequests = [{ sagaId: begun.state.id, key: KEY }];
    await store.transact(workOf({}, () => ({ ...begun.writes, lockRequests })));
    return begun;
  };
  /** On a saga whose row the transaction has locked. */
  const write = async ({ state }: Begun, writes: Partial<BatchWrites>) => {
    const work = workOf({ sagaIds: [state.id] }, () => ({ ...NOTHING, ...writes }));
    return (await store.transact(work)).lockHolders;
  };
  const isDueSoon = async ({ state }: Begun): Promise<boolean | undefined> => {
    const sql = `select wake_at < clock_timestamp() + interval '1 minute' as soon
                   from saga where id = $1`;
    const { rows } = await admin.query<{ soon: boolean }>(sql, [state.id]);
    return rows[0]?.soon;
  };

  it('is not held up by it: nobody waits for a saga while it works on a key', async () => {
    const [first, second] = [await ask(), await ask()];
    await other.query('select from saga where id = $1 for update', [second.state.id]);
    const given = { lockReleases: [{ sagaId: first.state.id, key: null }] };
    expect(await write(first, given)).toEqual([second.state.id]);
    expect(await isDueSoon(second)).toBe(false);
  });

  it('makes that one look once more, when the lock has been handed on', async () => {
    const [first, second] = [await ask(), await ask()];
    // handed on, but not committed
    await other.query('select pg_advisory_xact_lock(hashtextextended($1, 4242))', [KEY]);
    await other.query('delete from saga_lock where saga_id = $1', [first.state.id]);
    const looking = write(second, { lockWaits: [{ sagaId: second.state.id, key: KEY }] });
    await eventually(waitingForKeys, (count) => count === 1);
    await other.query('commit');
    expect(await looking).toEqual([second.state.id]);
    expect(await isDueSoon(second)).toBe(true);
  });

  const waitingForKeys = async (): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int as count from pg_locks
        where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows[0]?.count ?? 0;
  };
});
