import { PipelineBench, replyTo, settle } from '#testing-internal';

describe('With a store that does not answer', () => {
  it('a start that waited too long is told so, and is not done later', async () => {
    const bench = new PipelineBench({ patienceMs: 10_000 });
    bench.store.faults.goAway();
    const started = bench.start();
    const outcome = expect(started).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await settle();
    const behind = expect(bench.start()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await bench.clock.advance(20_000);
    await outcome;
    await behind;
    bench.store.faults.comeBack();
    await bench.clock.advance(10_000);
    expect(bench.store.sagas.size).toBe(0);
  });

  it('a start that may have been done is told that in time, and not that it was not', async () => {
    const bench = new PipelineBench({ patienceMs: 10_000 });
    bench.store.faults.loseNextAnswer();
    const outcome = expect(bench.start()).rejects.toMatchObject({ inDoubt: true });
    await settle();
    bench.store.faults.goAway();
    await bench.clock.advance(20_000);
    await outcome;
    bench.store.faults.comeBack();
    await bench.clock.advance(10_000);
    expect(bench.store.sagas.size).toBe(1);
    expect(bench.store.history).toHaveLength(1);
  });

  it('a start is told in time while the store is frozen in the middle of its batch', async () => {
    const bench = new PipelineBench({ patienceMs: 10_000 });
    const thaw = bench.store.faults.hold();
    const inBatch = expect(bench.start()).rejects.toMatchObject({ inDoubt: true });
    await settle();
    const behind = expect(bench.start()).rejects.toMatchObject({ inDoubt: false });
    await bench.clock.advance(11_000);
    await inBatch;
    await behind;
    thaw();
    await bench.clock.advance(1000);
    expect(bench.store.sagas.size).toBe(1);
  });

  it('a start is told in time while its batch waits for the next try', async () => {
    const bench = new PipelineBench({ patienceMs: 10_000 });
    bench.store.faults.goAway();
    let toldAt = 0;
    const outcome = bench.start().catch(() => (toldAt = bench.clock.now()));
    // tries are up to 5 s apart by then
    await bench.clock.advance(11_000);
    await outcome;
    expect(toldAt).toBeGreaterThanOrEqual(10_000);
    expect(toldAt).toBeLessThanOrEqual(10_500);
  });

  it('a reply waits for a frozen store as long as that takes', async () => {
    const bench = new PipelineBench({ patienceMs: 10_000 });
    const sagaId = await bench.start();
    const thaw = bench.store.faults.hold();
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    await bench.clock.advance(60_000);
    thaw();
    expect(await replied).toBe('applied');
  });
});
