import { replyMessage, signCorrelation } from '#contracts';
import { DeadMessageKeeper, ReplyIntake } from '#saga-runtime';
import { PipelineBench, ScriptedBus, settle } from '#testing';

const SECRET = 'secret';

async function setUp() {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const { store, clock, pipeline } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const deadMessages = new DeadMessageKeeper({ store, clock, report });
  const senders = { refusal: () => null };
  const parts = { bus, pipeline, deadMessages, report, clock, senders };
  const intake = new ReplyIntake({ ...parts, queue: 'replies', secrets: SECRET });
  await intake.start();
  return { bench, bus, store, clock, pipeline, intake };
}

function reply(sagaId: string, step: string, secret = SECRET) {
  const attempt = { iteration: 0, direction: 'execute', attempt: 1 } as const;
  const correlationId = signCorrelation(secret, { sagaId, step, ...attempt });
  const command = { messageId: 'm', correlationId, replyTo: 'replies' };
  const outcome = { type: 'succeeded', output: null } as const;
  return replyMessage(command, outcome, { appId: 'order', at: 0 });
}

describe('The reply intake', () => {
  it('acknowledges a reply after its transition is committed', async () => {
    const { bench, bus, store } = await setUp();
    const sagaId = await bench.start();
    const release = store.faults.hold();
    const delivered = bus.deliver(reply(sagaId, 'create') as never);
    await settle();
    expect(delivered.isAcknowledged).toBe(false);
    release();
    await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.stateOf(sagaId)?.version).toBe(2);
  });

  it('sets aside a reply that was not signed here, and changes no saga', async () => {
    const { bench, bus, store, intake } = await setUp();
    const sagaId = await bench.start();
    const delivered = bus.deliver(reply(sagaId, 'create', 'another secret') as never);
    await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(intake.processedCount).toBe(1);
    expect([...store.deadMessages.values()]).toMatchObject([
      { source: 'reply', reason: 'BAD_SIGNATURE' },
    ]);
    expect(store.stateOf(sagaId)?.version).toBe(1);
  });

  it('keeps a bad reply unacknowledged until it is set aside', async () => {
    const { bus, store, clock } = await setUp();
    store.faults.goAway();
    const delivered = bus.deliver({ body: Buffer.from('not JSON') });
    await clock.advance(10_000);
    expect(delivered.isAcknowledged).toBe(false);
    store.faults.comeBack();
    await clock.advance(10_000);
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.deadMessages.size).toBe(1);
  });

  it('pauses while the store is away, and gives nothing back to the broker', async () => {
    const { bench, bus, store, clock } = await setUp();
    const sagaId = await bench.start();
    store.faults.goAway();
    const delivered = bus.deliver(reply(sagaId, 'create') as never);
    await clock.advance(5000);
    expect(bus.isPaused).toBe(true);
    expect(delivered.isAcknowledged).toBe(false);
    store.faults.comeBack();
    await clock.advance(10_000);
    expect(bus.isPaused).toBe(false);
    expect(delivered.isAcknowledged).toBe(true);
  });

  it('handles replies that were delivered often one at a time', async () => {
    const { bench, bus, store } = await setUp();
    const ids = [await bench.start(), await bench.start()];
    const transactions = store.transactions.length;
    for (const id of ids) bus.deliver({ ...reply(id, 'create'), deliveryCount: 5 } as never);
    await settle();
    await settle();
    expect(store.transactions.slice(transactions).map(({ sagaIds }) => sagaIds)).toEqual(
      ids.map((id) => [id]),
    );
  });

  it('sets aside a reply that keeps coming back', async () => {
    const { bench, bus, store } = await setUp();
    const sagaId = await bench.start();
    const often = { ...reply(sagaId, 'create'), deliveryCount: 15 };
    const delivered = bus.deliver(often as never);
    await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect([...store.deadMessages.values()]).toMatchObject([{ reason: 'REDELIVERED_TOO_OFTEN' }]);
    expect(store.stateOf(sagaId)?.version).toBe(1);
  });
});
