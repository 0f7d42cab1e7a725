import { begin, eventually, workOf } from '#testing-internal';
import { LOCK_EVENT_KEYS } from '../sql/events/lock-event-keys.js';
import { StoreBeside } from './store-beside.fixture.js';

const EVENT = 'part.came';
const KEY = 'p-1';
const PAIRS = 100;

describe('An event that arrives while a saga begins to wait for it', () => {
  let beside: StoreBeside;
  let store: StoreBeside['store'];
  let admin: StoreBeside['admin'];
  let other: StoreBeside['other'];

  beforeEach(async () => {
    beside = await StoreBeside.open(8);
    ({ store, admin, other } = beside);
  });
  afterEach(() => beside.close());

  /** Starts a saga that waits; gives its id, and the sagas for which an event was kept. */
  const wait = async (key = KEY) => {
    const { state, writes } = begin();
    const eventWaitsOpened = [{ sagaId: state.id, step: 'first', event: EVENT, key }];
    const work = workOf({}, () => ({ ...writes, eventWaitsOpened }));
    const { eventTakers } = await store.transact(work);
    return { sagaId: state.id, eventTakers };
  };
  const arrive = (key = KEY) =>
    store.keepEvent({ event: EVENT, key, id: 'e', data: 1, definition: 'd', ttlMs: 60_000 });
  const wake = (key = KEY) => store.wakeWaiting({ event: EVENT, key, afterId: null, limit: 500 });
  const lockKey = () => other.query({ ...LOCK_EVENT_KEYS, values: [[EVENT], [KEY]] });
  const countWaiting = async (type: string): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
        where wait_event_type = 'Lock' and wait_event = $1 and datname = current_database()`,
      [type],
    );
    return rows[0]?.count ?? 0;
  };
  const isDue = async (sagaId: string): Promise<boolean | undefined> => {
    const sql = 'select wake_at <= clock_timestamp() as due from saga where id = $1';
    const { rows } = await admin.query<{ due: boolean }>(sql, [sagaId]);
    return rows[0]?.due;
  };

  it('is found by the saga, if it is stored first and not committed yet', async () => {
    // given an arrival that has stored the event and did not commit
    await lockKey();
    await other.query(
      `insert into kept_event (event, key, event_id, definition, data, bytes, expires_at)
       values ($1, $2, 'e', 'd', '1', 1, clock_timestamp() + interval '1 min')`,
      [EVENT, KEY],
    );
    // when the saga begins to wait, it waits for that commit
    const waiting = wait();
    await eventually(
      () => countWaiting('advisory'),
      (count) => count === 1,
    );
    await other.query('commit');
    // then
    const { sagaId, eventTakers } = await waiting;
    expect(eventTakers).toEqual([sagaId]);
  });

  it('finds the saga, if that has begun to wait and did not commit yet', async () => {
    // given a saga whose wait is stored and not committed
    const { state, writes } = begin();
    await store.transact(workOf({}, () => writes));
    await lockKey();
    await other.query(
      `insert into event_wait (saga_id, step, event, key) values ($1, 'first', $2, $3)`,
      [state.id, EVENT, KEY],
    );
    // when the event arrives, it waits for that commit
    const arriving = arrive().then(() => wake());
    await eventually(
      () => countWaiting('advisory'),
      (count) => count === 1,
    );
    await other.query('commit');
    // then
    expect(await arriving).toEqual([state.id]);
    expect(await isDue(state.id)).toBe(true);
  });

  it('is stored while another transaction has the saga, and makes it due after that', async () => {
    // given a batch that has locked the saga, and has put off its timer
    const { sagaId } = await wait();
    await other.query(
      `update saga set wake_at = clock_timestamp() + interval '1 day' where id = $1`,
      [sagaId],
    );
    // when
    expect(await arrive()).toBe('kept');
    const waking = wake();
    await eventually(
      () => countWaiting('transactionid'),
      (count) => count === 1,
    );
    await other.query('commit');
    // then
    expect(await waking).toEqual([sagaId]);
    expect(await isDue(sagaId)).toBe(true);
  });

  it('is lost by none of many that race', async () => {
    const keys = Array.from({ length: PAIRS }, (_, index) => `raced-${index}`);
    const lost = await Promise.all(
      keys.map(async (key) => {
        const [{ sagaId, eventTakers }, woken] = await Promise.all([
          wait(key),
          arrive(key).then(() => wake(key)),
        ]);
        return [...eventTakers, ...woken].includes(sagaId) ? [] : [key];
      }),
    );
    expect(lost.flat()).toEqual([]);
  });
});
