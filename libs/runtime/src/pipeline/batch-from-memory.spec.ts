import fc from 'fast-check';
import { assertProperty, PipelineBench, propertyTimeMs, replyTo, settle } from '#testing-internal';
import { StoreUnavailableError } from '#ports';
import { TransitionPipeline } from './transition-pipeline.js';

/** A second process on the same database: each has a memory of its own. */
function setUp() {
  const bench = new PipelineBench();
  const { store, clock, relay, definition } = bench;
  const locked: (readonly string[])[] = [];
  const transact = store.transact.bind(store);
  store.transact = (work) => {
    locked.push(work.sagaIds);
    return transact(work);
  };
  const other = new TransitionPipeline({
    store,
    clock,
    relay,
    definitions: { load: async () => definition },
    report: (fault) => bench.faults.push(fault),
  });
  return { bench, store, clock, other, locked };
}

describe('A saga that this process wrote last', () => {
  it('is decided without a lock', async () => {
    const { bench, store, locked } = setUp();
    await bench.start();
    const before = locked.length;
    const sagaId = await bench.start();
    expect(await bench.pipeline.reply(replyTo(sagaId, 'create'))).toBe('applied');
    expect(await bench.pipeline.reply(replyTo(sagaId, 'charge'))).toBe('applied');
    expect(locked).toHaveLength(before);
    expect(store.stateOf(sagaId)?.status).toBe('completed');
  });

  it('is decided on what another process left that moved it on, under a lock', async () => {
    const { bench, store, other, locked } = setUp();
    const sagaId = await bench.start();
    expect(await other.reply(replyTo(sagaId, 'create'))).toBe('applied');
    locked.length = 0;
    expect(await bench.pipeline.reply(replyTo(sagaId, 'charge'))).toBe('applied');
    expect(locked).toEqual([[sagaId]]);
    expect(store.stateOf(sagaId)?.status).toBe('completed');
    expect(bench.versionsOf(sagaId)).toEqual([1, 2, 3]);
  });

  it('does not have a reply called late that another process made come too early', async () => {
    const { bench, other } = setUp();
    const sagaId = await bench.start();
    await other.reply(replyTo(sagaId, 'create'));
    // as this process remembers it, the second step was never asked for
    expect(await bench.pipeline.reply(replyTo(sagaId, 'charge'))).toBe('applied');
    expect(bench.store.ignoredReplies.size).toBe(0);
  });

  it('is found under the lock to have had its reply before', async () => {
    const { bench, store, locked } = setUp();
    const sagaId = await bench.start();
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    locked.length = 0;
    expect(await bench.pipeline.reply(replyTo(sagaId, 'create'))).toBe('ignored');
    expect(locked).toEqual([[sagaId]]);
    expect([...store.ignoredReplies.values()]).toMatchObject([{ reason: 'step-closed', times: 1 }]);
  });

  it('is read again after a commit whose answer was lost, and nothing is done twice', async () => {
    const { bench, store, clock } = setUp();
    const sagaId = await bench.start();
    store.faults.loseNextAnswer();
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    await settle();
    await clock.advance(10_000);
    expect(await replied).toBe('ignored');
    expect(bench.versionsOf(sagaId)).toEqual([1, 2]);
    expect(await bench.pipeline.reply(replyTo(sagaId, 'charge'))).toBe('applied');
  });

  it('waits for a store that is away, and its caller is told in time', async () => {
    const { bench, store, clock } = setUp();
    await bench.start();
    store.faults.loseNextAnswer();
    store.faults.goAway();
    const begun = bench.start();
    const rejected = begun.catch((error: unknown) => error);
    for (let seconds = 0; seconds < 20; seconds++) await clock.advance(1000);
    expect(await rejected).toBeInstanceOf(StoreUnavailableError);
    store.faults.comeBack();
    for (let seconds = 0; seconds < 5; seconds++) await clock.advance(1000);
    expect(bench.pipeline.isStoreAvailable).toBe(true);
  });

  it('is decided at an instant that does not lie before its last one', async () => {
    const { bench, store, clock } = setUp();
    const sagaId = await bench.start();
    await clock.advance(7);
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    const times = store.history.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBe(7);
  });

  it('has the clock of the store looked at again after ten seconds', async () => {
    const { bench, clock, locked } = setUp();
    const sagaId = await bench.start();
    locked.length = 0;
    await clock.advance(9_000);
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    expect(locked).toEqual([]);
    await clock.advance(10_001);
    await bench.pipeline.reply(replyTo(sagaId, 'charge'));
    expect(locked).toEqual([[sagaId]]);
  });

  it.each([
    ['of its own, when most are remembered', 8, (own: string) => [own]],
    ['of the whole batch, when few are', 1, (own: string, others: string[]) => [own, ...others]],
  ])('keeps the order of its inputs beside a signal, under a lock %s', async (_, count, locks) => {
    const { bench, locked } = setUp();
    const sagaId = await bench.start();
    const others: string[] = [];
    while (others.length < count) others.push(await bench.start());
    locked.length = 0;
    const signal = { sagaId, name: 'go', payload: null, idempotencyKey: null };
    const results = await Promise.all([
      bench.pipeline.reply(replyTo(sagaId, 'create')),
      bench.pipeline.signal(signal as never).then(() => 'applied'),
      bench.pipeline.reply(replyTo(sagaId, 'charge')),
      ...others.map((id) => bench.pipeline.reply(replyTo(id, 'create'))),
    ]);
    expect(new Set(results)).toEqual(new Set(['applied']));
    expect(locked.map((ids) => ids.toSorted())).toEqual([locks(sagaId, others).toSorted()]);
  });

  it.each([
    ['one', 8, 1],
    ['three', 12, 3],
  ])(
    'keeps to itself that it had its reply before, as had %s of its batch',
    async (_, all, few) => {
      const { bench, store, locked } = setUp();
      const ids: string[] = [];
      while (ids.length < all) ids.push(await bench.start());
      const late = ids.slice(2, 2 + few);
      for (const id of late) await bench.pipeline.reply(replyTo(id, 'create'));
      locked.length = 0;
      const before = store.transactions.length;

      const results = await Promise.all([
        ...ids.map((id) => bench.pipeline.reply(replyTo(id, 'create'))),
        ...late.map((id) => bench.pipeline.reply(replyTo(id, 'charge'))),
      ]);

      expect(locked).toEqual([late]);
      expect(store.transactions.length - before).toBe(2);
      const expected = ids.map((id) => (late.includes(id) ? 'ignored' : 'applied'));
      expect(results).toEqual([...expected, ...late.map(() => 'applied')]);
      for (const id of late) expect(bench.versionsOf(id)).toEqual([1, 2, 3]);
      expect([...store.ignoredReplies.values()].map(({ times }) => times)).toEqual(
        late.map(() => 1),
      );
    },
  );

  it('has a batch go under one lock of which half changes nothing', async () => {
    const { bench, store, locked } = setUp();
    const ids = [await bench.start(), await bench.start()];
    const [late = ''] = ids;
    await bench.pipeline.reply(replyTo(late, 'create'));
    locked.length = 0;
    const before = store.transactions.length;
    await Promise.all(ids.map((id) => bench.pipeline.reply(replyTo(id, 'create'))));
    expect([locked, store.transactions.length - before]).toEqual([[ids], 1]);
  });

  it('is forgotten when too many are open, and goes on all the same', async () => {
    const bench = new PipelineBench({ memoryLimits: { sagas: 3, chars: 1_000_000 } });
    const ids: string[] = [];
    while (ids.length < 10) ids.push(await bench.start());
    for (const step of ['create', 'charge']) {
      await Promise.all(ids.map((id) => bench.pipeline.reply(replyTo(id, step))));
    }
    expect(ids.map((id) => bench.store.stateOf(id)?.status)).toEqual(ids.map(() => 'completed'));
  });
});

const RUNS = { runs: 100 };

describe('Two processes that both think a saga is theirs', () => {
  const events = fc.array(
    fc.record({ saga: fc.nat(3), step: fc.constantFrom('create', 'charge'), by: fc.nat(1) }),
    { maxLength: 30 },
  );

  it(
    'leave what one alone would have left, and do nothing twice',
    async () => {
      await assertProperty(
        fc.asyncProperty(events, async (replies) => {
          const { bench, other } = setUp();
          const ids: string[] = [];
          while (ids.length < 4) ids.push(await bench.start());
          const pipelines = [bench.pipeline, other];
          await Promise.all(
            replies.map(({ saga, step, by }) =>
              pipelines[by]?.reply(replyTo(ids[saga] ?? '', step)),
            ),
          );
          for (const [index, id] of ids.entries()) {
            const steps = replies.filter(({ saga }) => saga === index).map(({ step }) => step);
            const isCreated = steps.includes('create');
            const state = bench.store.stateOf(id);
            expect(state?.steps['create']?.status).toBe(isCreated ? 'succeeded' : 'executing');
            expect(bench.versionsOf(id)).toEqual(
              Array.from({ length: state?.version ?? 0 }, (_, at) => at + 1),
            );
            const sent = bench.relay.published.filter(({ sagaId }) => sagaId === id);
            expect(sent).toHaveLength(isCreated ? 2 : 1);
          }
          expect(bench.faults).toEqual([]);
        }),
        RUNS,
      );
    },
    propertyTimeMs(RUNS),
  );
});
