import { replyMessage, signCorrelation } from '#contracts';
import { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { ReplyIntake } from './reply-intake.js';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';

const SECRET = 'secret';

async function setUp() {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const { store, clock, pipeline } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const deadMessages = new DeadMessageKeeper({ store, clock, report });
  const senders = { refusal: () => null };
  const parts = { bus, store, pipeline, deadMessages, report, clock, senders };
  const intake = new ReplyIntake({ ...parts, queue: 'replies', secrets: SECRET });
  await intake.start();
  const addReplica = async () => {
    const other = new ScriptedBus();
    await new ReplyIntake({ ...parts, bus: other, queue: 'replies', secrets: SECRET }).start();
    return other;
  };
  return { bench, bus, store, clock, pipeline, intake, addReplica };
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

  it('finishes what is in hand of a queue before it leaves it', async () => {
    const { bench, bus, store, intake } = await setUp();
    const sagaId = await bench.start();
    const release = store.faults.hold();
    const delivered = bus.deliver(reply(sagaId, 'create') as never);
    let hasLeft = false;
    const leaving = intake.leave('replies').then(() => (hasLeft = true));
    await settle();
    expect({ isPaused: bus.isPaused, hasLeft }).toEqual({ isPaused: true, hasLeft: false });
    release();
    await leaving;
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.stateOf(sagaId)?.version).toBe(2);
  });

  it('takes again from a queue that it has left, and counts what it took from all', async () => {
    const { bench, bus, intake } = await setUp();
    const [first, second] = [await bench.start(), await bench.start()];
    bus.deliver(reply(first, 'create') as never);
    await settle();
    await intake.leave('replies');
    await intake.read('replies', 10);
    bus.deliver(reply(second, 'create') as never);
    await settle();
    expect(intake.processedCount).toBe(2);
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

describe('A NestJS stream whose end comes later than its last value', () => {
  const END = { isDisposed: true };

  function packet(sagaId: string, body: object) {
    return { ...reply(sagaId, 'create'), body: Buffer.from(JSON.stringify(body)) } as never;
  }

  async function stepAfter(setting: Awaited<ReturnType<typeof setUp>>, sagaId: string) {
    await settle();
    await settle();
    return setting.store.stateOf(sagaId)?.steps['create'];
  }

  it('succeeds with that value, also when value and end come together', async () => {
    const setting = await setUp();
    const sagaId = await setting.bench.start();
    setting.bus.deliver(packet(sagaId, { response: { id: 1 } }));
    setting.bus.deliver(packet(sagaId, { response: { id: 2 } }));
    setting.bus.deliver(packet(sagaId, END));
    expect(await stepAfter(setting, sagaId)).toMatchObject({ output: { id: 2 } });
  });

  it('succeeds with it, though another replica had the value', async () => {
    const setting = await setUp();
    const sagaId = await setting.bench.start();
    const other = await setting.addReplica();
    other.deliver(packet(sagaId, { response: { id: 1 } }));
    await settle();
    setting.bus.deliver(packet(sagaId, END));
    expect(await stepAfter(setting, sagaId)).toMatchObject({ output: { id: 1 } });
  });

  it('is an error when several replicas had values: nobody knows the last one', async () => {
    const setting = await setUp();
    const sagaId = await setting.bench.start();
    const other = await setting.addReplica();
    other.deliver(packet(sagaId, { response: { id: 1 } }));
    setting.bus.deliver(packet(sagaId, { response: { id: 2 } }));
    await settle();
    setting.bus.deliver(packet(sagaId, END));
    expect(await stepAfter(setting, sagaId)).toMatchObject({
      status: 'executing',
      error: { code: 'LAST_VALUE_UNKNOWN' },
    });
  });

  it('succeeds with null when there was no value at all', async () => {
    const setting = await setUp();
    const sagaId = await setting.bench.start();
    setting.bus.deliver(packet(sagaId, END));
    expect(await stepAfter(setting, sagaId)).toMatchObject({ output: null });
  });
});
