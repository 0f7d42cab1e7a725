import { StoreContentionError } from '#ports';
import { PipelineBench, replyTo, settle } from '#testing-internal';

/** Fails every batch that has an input of this saga. */
function poison(bench: PipelineBench, sagaId: string): void {
  bench.store.faults.judgeBy((_work, { updates, starts, wakeMoves }) => {
    const touched = [...updates, ...starts].map(({ state }) => state.id);
    const moved = wakeMoves.map((move) => move.sagaId);
    return [...touched, ...moved].includes(sagaId) ? new Error('a value is out of range') : null;
  });
}

describe('A batch with a guilty input', () => {
  it('goes through but for that one, which is set aside', async () => {
    const bench = new PipelineBench();
    const ids = await Promise.all(Array.from({ length: 9 }, () => bench.start()));
    const guilty = ids[5] ?? '';
    poison(bench, guilty);
    const results = await Promise.all(
      ids.map((sagaId) => bench.pipeline.reply(replyTo(sagaId, 'create'))),
    );
    expect(results.filter((result) => result === 'applied')).toHaveLength(8);
    expect(results[5]).toBe('set-aside');
    expect(bench.store.stateOf(guilty)?.version).toBe(1);
    expect([...bench.store.deadMessages.values()]).toMatchObject([
      { source: 'reply', reason: 'UNPROCESSABLE', sagaId: guilty },
    ]);
  });

  it('answers a guilty start with its error', async () => {
    const bench = new PipelineBench();
    bench.store.faults.judgeBy((_work, { starts }) =>
      starts.some(({ state }) => state.key === 'bad') ? new RangeError('too much') : null,
    );
    const [good, bad] = await Promise.allSettled([bench.start(), bench.start({ key: 'bad' })]);
    expect(good.status).toBe('fulfilled');
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'too much' } });
    expect(bench.store.deadMessages.size).toBe(0);
  });

  it('puts a guilty timer off, so that it does not come back at once', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    poison(bench, sagaId);
    await bench.clock.advance(11_000);
    await bench.pipeline.wake(sagaId);
    expect(bench.wakeAtOf(sagaId)).toBe(bench.at + 3_600_000);
    expect([...bench.store.deadMessages.values()]).toMatchObject([{ source: 'timer', sagaId }]);
  });

  it('is repeated whole when it only lost to another transaction', async () => {
    const bench = new PipelineBench();
    const changes: boolean[] = [];
    bench.pipeline.onAvailability((isAvailable) => changes.push(isAvailable));
    bench.store.faults.failNext(new StoreContentionError('a deadlock'));
    const started = bench.start();
    await bench.clock.advance(100);
    expect(bench.store.stateOf(await started)?.version).toBe(1);
    expect(changes).toEqual([]);
  });
});

describe('A batch that takes long to decide', () => {
  it('is committed in parts, in order, so that the store is not kept waiting', async () => {
    const bench = new PipelineBench();
    const ids = await Promise.all(Array.from({ length: 6 }, () => bench.start()));
    const before = bench.store.transactions.length;
    // each look at the clock takes 300 ms
    const { now } = bench.clock;
    let readings = 0;
    bench.clock.now = () => now.call(bench.clock) + 300 * readings++;
    const results = await Promise.all(
      ids.map((sagaId) => bench.pipeline.reply(replyTo(sagaId, 'create'))),
    );
    expect(results).toEqual(ids.map(() => 'applied'));
    expect(bench.store.transactions.length - before).toBeGreaterThan(1);
  });
});

describe('A reply that has to be set aside while the store goes away', () => {
  it('holds up nobody, and the pipeline can be closed', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    poison(bench, sagaId);
    bench.store.faults.keepNothing();
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    const outcome = expect(replied).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await settle();
    expect(await bench.start()).toEqual(expect.any(String));
    const closed = bench.pipeline.close(1000);
    await bench.clock.advance(20_000);
    await closed;
    await bench.clock.advance(10_000);
    await outcome;
  });
});

describe('While the store is away', () => {
  it('everything waits, consumers are told, and nothing is lost', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const changes: boolean[] = [];
    bench.pipeline.onAvailability((isAvailable) => changes.push(isAvailable));
    bench.store.faults.goAway();
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    await bench.clock.advance(60_000);
    expect(changes).toEqual([false]);
    bench.store.faults.comeBack();
    await bench.clock.advance(5000);
    expect(await replied).toBe('applied');
    expect(changes).toEqual([false, true]);
    expect(bench.store.deadMessages.size).toBe(0);
  });

  it('is noticed to be back when nobody waits for it any more', async () => {
    const bench = new PipelineBench({ patienceMs: 10_000 });
    const changes: boolean[] = [];
    bench.pipeline.onAvailability((isAvailable) => changes.push(isAvailable));
    bench.store.faults.goAway();
    const outcome = expect(bench.start()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await bench.clock.advance(30_000);
    await outcome;
    bench.store.faults.comeBack();
    await bench.clock.advance(10_000);
    expect(changes).toEqual([false, true]);
  });
});

describe('A commit whose answer was lost', () => {
  it('is repeated: the start is found as itself', async () => {
    const bench = new PipelineBench();
    bench.store.faults.loseNextAnswer();
    const request = bench.startRequest({ idempotencyKey: 'k', fingerprint: 'f' });
    const started = bench.pipeline.start(request);
    await bench.clock.advance(1000);
    expect((await started).type).toBe('created');
    expect(bench.store.sagas.size).toBe(1);
    expect(bench.store.history).toHaveLength(1);
  });

  it('is repeated: a reply counts once', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    bench.store.faults.loseNextAnswer();
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    await bench.clock.advance(1000);
    expect(await replied).toBe('ignored');
    expect(bench.versionsOf(sagaId)).toEqual([1, 2]);
    expect(bench.store.outbox.keys()).toContain(`${sagaId}/charge/0/execute/1`);
  });

  it('is repeated: an operator without a key learns that it was done', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    bench.store.faults.loseNextAnswer();
    const acted = bench.pipeline.operate({
      sagaId,
      actor: 'ann',
      reason: 'a test',
      idempotencyKey: null,
      fingerprint: 'f',
      action: { name: 'cancel' },
    });
    await bench.clock.advance(1000);
    expect(await acted).toMatchObject({ type: 'done', version: 2 });
    expect(bench.store.audit).toHaveLength(1);
  });
});

describe('A saga whose definition is not there', () => {
  it('waits for it, and then takes its inputs in order', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const restarted = new PipelineBench({ store: bench.store, clock: bench.clock });
    restarted.hasDefinition = false;
    const first = restarted.pipeline.reply(replyTo(sagaId, 'create'));
    await bench.clock.advance(1000);
    const second = restarted.pipeline.reply(replyTo(sagaId, 'charge'));
    await bench.clock.advance(60_000);
    expect(bench.store.stateOf(sagaId)?.version).toBe(1);
    expect(bench.store.deadMessages.size).toBe(0);
    restarted.hasDefinition = true;
    await bench.clock.advance(60_000);
    expect(await Promise.all([first, second])).toEqual(['applied', 'applied']);
    expect(bench.store.stateOf(sagaId)?.status).toBe('completed');
  });
});

describe('Sagas whose definitions never come', () => {
  it('do not keep the replies of all others from being taken', async () => {
    const bench = new PipelineBench();
    const ids = await Promise.all(Array.from({ length: 260 }, () => bench.start()));
    const restarted = new PipelineBench({ store: bench.store, clock: bench.clock });
    restarted.hasDefinition = false;
    const results = ids.map((id) => restarted.pipeline.reply(replyTo(id, 'create')));
    const setAsideOnes = results.slice(250);
    await bench.clock.advance(1000);
    expect(await Promise.all(setAsideOnes)).toEqual(setAsideOnes.map(() => 'set-aside'));
    expect(bench.store.deadMessages.size).toBe(10);
  });

  it('let an operator know in time', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const { store, clock } = bench;
    const restarted = new PipelineBench({ store, clock, patienceMs: 10_000 });
    restarted.hasDefinition = false;
    const acted = restarted.pipeline.operate({
      sagaId,
      actor: 'ann',
      reason: 'a test',
      idempotencyKey: null,
      fingerprint: 'f',
      action: { name: 'cancel' },
    });
    const outcome = expect(acted).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await clock.advance(11_000);
    await outcome;
  });
});

describe('The instant a saga is woken', () => {
  it('stays where it is while it is early enough', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const wakeAt = bench.wakeAtOf(sagaId);
    await bench.clock.advance(1000);
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    expect(bench.nextTimerOf(sagaId)).toBe((wakeAt ?? 0) + 1000);
    expect(bench.wakeAtOf(sagaId)).toBe(wakeAt);
  });

  it('is moved by a wake that finds nothing due, without a transition', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    await bench.clock.advance(1000);
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    await bench.pipeline.wake(sagaId);
    expect(bench.wakeAtOf(sagaId)).toBe(bench.nextTimerOf(sagaId));
    expect(bench.versionsOf(sagaId)).toEqual([1, 2]);
  });

  it('is none once the saga has ended', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    await bench.pipeline.reply(replyTo(sagaId, 'charge'));
    expect(bench.wakeAtOf(sagaId)).toBeNull();
  });

  it('does not make a step time out whose command never left the outbox', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    await bench.clock.advance(11_000);
    await bench.pipeline.wake(sagaId);
    expect(bench.store.stateOf(sagaId)?.steps['create']?.attempts.execute).toBe(1);
    expect(bench.wakeAtOf(sagaId)).toBe(bench.at + 10_000);
  });

  it('makes a step time out whose command was sent', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    bench.relay.confirmAll();
    await bench.clock.advance(11_000);
    await bench.pipeline.wake(sagaId);
    const step = bench.store.stateOf(sagaId)?.steps['create'];
    expect(step).toMatchObject({ exchange: { phase: 'backing-off' }, error: { code: 'TIMEOUT' } });
    expect(bench.store.outbox.size).toBe(0);
  });
});
