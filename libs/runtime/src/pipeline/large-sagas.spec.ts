import { PipelineBench } from '#testing-internal';

const CHARS = 1_500_000;

/** Sagas of 1.5 MB each whose timers are due. */
async function dueSagas(bench: PipelineBench, count: number): Promise<readonly string[]> {
  const input = { text: 'x'.repeat(CHARS) };
  const ids: string[] = [];
  while (ids.length < count) ids.push(await bench.start({ input }));
  await bench.clock.advance(11_000);
  return ids;
}

/** What each transaction read of these sagas, in bytes. */
function readsOf(bench: PipelineBench): readonly number[] {
  const reads: number[] = [];
  const { store } = bench;
  const transact = store.transact.bind(store);
  store.transact = (work) =>
    transact({
      ...work,
      decide: (loaded) => {
        reads.push(loaded.readBytes);
        return work.decide(loaded);
      },
    });
  return reads;
}

describe('Many large sagas whose timers are due at once', () => {
  it('are read a few at a time, and each of them is woken', async () => {
    const bench = new PipelineBench();
    const ids = await dueSagas(bench, 12);
    const reads = readsOf(bench);
    await Promise.all(ids.map((id) => bench.pipeline.wake(id)));
    expect(Math.max(...reads)).toBeLessThan(4 * 1024 * 1024 + 2 * CHARS);
    expect(ids.map((id) => bench.store.stateOf(id)?.version)).toEqual(ids.map(() => 2));
  });

  it('let a start go before them that came after them', async () => {
    const bench = new PipelineBench();
    const ids = await dueSagas(bench, 12);
    const before = bench.store.transactions.length;
    const woken = ids.map((id) => bench.pipeline.wake(id));
    await bench.start();
    // one of them began when the start had been committed
    expect(bench.store.transactions.length - before).toBeLessThanOrEqual(3);
    await Promise.all(woken);
  });

  it('are read a few at a time when their commands go out again', async () => {
    const bench = new PipelineBench();
    const ids = await dueSagas(bench, 12);
    const reads = readsOf(bench);
    await Promise.all(ids.map((id) => bench.pipeline.resend(id)));
    expect(Math.max(...reads)).toBeLessThan(4 * 1024 * 1024 + 2 * CHARS);
  });
});
