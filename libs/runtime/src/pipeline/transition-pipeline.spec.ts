import { randomUUID } from 'node:crypto';
import { PipelineBench, replyTo, settle } from '#testing-internal';

describe('The pipeline', () => {
  let bench: PipelineBench;
  beforeEach(() => {
    bench = new PipelineBench();
  });

  it('answers a start after the commit, and publishes its command only then', async () => {
    const release = bench.store.faults.hold();
    let isAnswered = false;
    const started = bench.start().finally(() => (isAnswered = true));
    await settle();
    expect(isAnswered).toBe(false);
    expect(bench.relay.published).toEqual([]);
    release();
    const sagaId = await started;
    expect(bench.store.stateOf(sagaId)?.version).toBe(1);
    expect(bench.relay.published.map(({ command }) => command)).toEqual(['order.create']);
  });

  it('acknowledges a reply after the commit, and never before', async () => {
    const sagaId = await bench.start();
    const release = bench.store.faults.hold();
    let isAnswered = false;
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    void replied.finally(() => (isAnswered = true));
    await settle();
    expect(isAnswered).toBe(false);
    release();
    expect(await replied).toBe('applied');
    expect(bench.store.stateOf(sagaId)?.steps['create']?.status).toBe('succeeded');
  });

  it('takes what gathers during a transaction as one batch', async () => {
    const release = bench.store.faults.hold();
    const first = bench.start();
    await settle();
    const later = [bench.start(), bench.start(), bench.start()];
    release();
    await Promise.all([first, ...later]);
    expect(bench.store.transactions).toHaveLength(2);
  });

  it('decides inputs of one saga in order: one row, and a history entry for each', async () => {
    const sagaId = await bench.start();
    const { pipeline, store } = bench;
    const results = await Promise.all([
      pipeline.reply(replyTo(sagaId, 'create')),
      pipeline.reply(replyTo(sagaId, 'charge')),
      pipeline.reply(replyTo(sagaId, 'charge')),
    ]);
    expect(results).toEqual(['applied', 'applied', 'ignored']);
    expect(store.transactions).toHaveLength(2);
    expect(store.stateOf(sagaId)).toMatchObject({ status: 'completed', version: 3 });
    expect(bench.versionsOf(sagaId)).toEqual([1, 2, 3]);
  });

  it('records a reply that came too late, and changes nothing', async () => {
    const sagaId = await bench.start();
    const late = replyTo(sagaId, 'create');
    await bench.pipeline.reply(late);
    await Promise.all([bench.pipeline.reply(late), bench.pipeline.reply(late)]);
    expect([...bench.store.ignoredReplies.values()]).toMatchObject([
      { sagaId, step: 'create', reason: 'step-closed', times: 2 },
    ]);
    expect(bench.store.stateOf(sagaId)?.version).toBe(2);
  });

  it('sets aside a signed reply whose saga is not there', async () => {
    const sagaId = randomUUID();
    expect(await bench.pipeline.reply(replyTo(sagaId, 'create'))).toBe('set-aside');
    expect([...bench.store.deadMessages.values()]).toMatchObject([
      { reason: 'UNKNOWN_SAGA', sagaId },
    ]);
  });

  it('tells of sagas that came to rest, after the commit', async () => {
    const settled: string[] = [];
    bench.pipeline.onAtRest(({ id, status }) => settled.push(`${id} ${status}`));
    const sagaId = await bench.start();
    await bench.pipeline.reply(replyTo(sagaId, 'create'));
    expect(settled).toEqual([]);
    await bench.pipeline.reply(replyTo(sagaId, 'charge'));
    expect(settled).toEqual([`${sagaId} completed`]);
  });

  it('lets one of two starts with one key win, and publishes for that one only', async () => {
    const request = bench.startRequest({ idempotencyKey: 'k', fingerprint: 'f' });
    const [one, two, other] = await Promise.all([
      bench.pipeline.start(request),
      bench.pipeline.start(request),
      bench.pipeline.start({ ...request, fingerprint: 'another request' }),
    ]);
    const sagaId = one.type === 'created' ? one.state.id : null;
    expect(two).toEqual({ type: 'existing', sagaId });
    expect(other).toEqual({ type: 'key-reused', sagaId });
    expect(bench.relay.published.map((command) => command.sagaId)).toEqual([sagaId]);
  });

  it('refuses starts when too much waits, and nothing else', async () => {
    bench = new PipelineBench({ queueMax: 2 });
    const sagaId = await bench.start();
    const release = bench.store.faults.hold();
    const taken = [bench.start(), bench.start()];
    await expect(bench.start()).rejects.toMatchObject({ code: 'OVERLOADED' });
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    release();
    await Promise.all(taken);
    expect(await replied).toBe('applied');
  });

  it('finishes what it has when it is closed, and takes no more', async () => {
    const release = bench.store.faults.hold();
    const started = bench.start();
    const closed = bench.pipeline.close();
    await expect(bench.start()).rejects.toMatchObject({ code: 'PIPELINE_CLOSED' });
    release();
    await closed;
    expect(bench.store.stateOf(await started)?.version).toBe(1);
  });

  it('gives up on a store that is away when closing has lasted too long', async () => {
    bench.store.faults.goAway();
    const started = bench.start();
    const outcome = expect(started).rejects.toMatchObject({ code: 'PIPELINE_CLOSED' });
    const closed = bench.pipeline.close(1000);
    await bench.clock.advance(9000);
    await closed;
    await outcome;
  });
});

describe('An operator', () => {
  const request = { actor: 'ann', reason: 'a test', fingerprint: 'f' };

  it('gets the outcome, and an audit entry', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const cancel = { sagaId, action: { name: 'cancel' }, idempotencyKey: null } as const;
    const result = await bench.pipeline.operate({ ...request, ...cancel });
    const after = { status: 'compensating', version: 2 };
    expect(result).toMatchObject({ type: 'done', sagaId, ...after, state: after });
    expect(bench.store.audit).toMatchObject([{ actor: 'ann', action: 'cancel', versionBefore: 1 }]);
  });

  it('acts once with one key, and cannot use it for something else', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const cancel = { sagaId, action: { name: 'cancel' }, idempotencyKey: 'k' } as const;
    const results = await Promise.all([
      bench.pipeline.operate({ ...request, ...cancel }),
      bench.pipeline.operate({ ...request, ...cancel }),
      bench.pipeline.operate({ ...request, ...cancel, fingerprint: 'g' }),
    ]);
    expect(results.map(({ type }) => type)).toEqual(['done', 'done', 'key-reused']);
    expect((await bench.pipeline.operate({ ...request, ...cancel })).type).toBe('done');
    expect(bench.store.audit).toHaveLength(1);
  });

  it('is told when the saga has moved on, or is not there', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const cancel = { action: { name: 'cancel' }, idempotencyKey: null } as const;
    const stale = { ...request, ...cancel, sagaId, expectedVersion: 7 };
    expect(await bench.pipeline.operate(stale)).toMatchObject({
      type: 'rejected',
      code: 'VERSION_CONFLICT',
      version: 1,
    });
    const unknown = { ...request, ...cancel, sagaId: randomUUID() };
    expect(await bench.pipeline.operate(unknown)).toEqual({ type: 'not-found' });
    const malformed = { ...request, ...cancel, sagaId: 'no uuid' };
    expect(await bench.pipeline.operate(malformed)).toEqual({ type: 'not-found' });
  });
});
