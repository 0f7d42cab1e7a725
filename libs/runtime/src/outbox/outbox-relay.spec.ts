import { verifyCorrelation } from '#contracts';
import type { SagaState, StepState } from '#engine';
import { OutboxRelay } from './outbox-relay.js';
import { replyTo, settle } from '#testing-internal';
import { commandsOn, SECRET, setUp, setUpOn } from './outbox.fixture.js';

type Exchange = Extract<StepState, { exchange: unknown }>['exchange'];

/** The exchange of the first step. */
function exchangeOf(state: SagaState | null): Exchange | null {
  const step = state?.steps['create'];
  return step && 'exchange' in step ? step.exchange : null;
}

describe('The outbox relay', () => {
  it('publishes a committed command from memory, signed', async () => {
    const { bus, start } = setUp();
    const sagaId = await start();
    const [message] = commandsOn(bus);
    expect(message).toMatchObject({ exchange: 'test.commands', routingKey: 'order' });
    const check = verifyCorrelation(SECRET, message?.properties.correlationId);
    expect(check).toMatchObject({ ok: true, correlation: { sagaId, step: 'create', attempt: 1 } });
  });

  it('tells of the life of a saga whoever listens', async () => {
    const { bus, start } = setUp();
    const sagaId = await start();
    const [event] = bus.published.filter(({ exchange }) => exchange === 'test.events');
    expect(event).toMatchObject({
      routingKey: 'saga.started.order',
      isOptional: true,
      properties: { type: 'saga.started.order', messageId: `${sagaId}/1/started` },
    });
    const packet: unknown = JSON.parse(event?.body.toString() ?? '');
    expect(packet).toMatchObject({
      pattern: 'saga.started.order',
      data: { sagaId, definition: 'order', definitionVersion: 1, status: 'running' },
    });
  });

  it('declares the queue of a participant before the first command to it', async () => {
    const { bus, start } = setUp();
    await start();
    await start();
    expect(bus.declaredQueues).toEqual(['test.commands.order']);
  });

  it('publishes the commands of several batches in one write', async () => {
    const { bus, pipeline, start } = setUp();
    const ids = [await start(), await start(), await start()];
    await Promise.all(ids.map((id) => pipeline.reply(replyTo(id, 'create'))));
    await settle();
    expect(bus.flushes.at(-1)).toHaveLength(3);
  });

  it('deletes what was confirmed, soon when nothing else happens', async () => {
    const { store, clock, start } = setUp();
    await start();
    expect(store.outbox.size).toBe(2);
    await clock.advance(100);
    expect(store.outbox.size).toBe(0);
  });

  it('deletes what was confirmed together with the next batch', async () => {
    const { store, start } = setUp();
    await start();
    const batchIds = [...store.outbox.batches.keys()];
    const second = await start();
    expect(store.outbox.keys()).toEqual([`${second}/create/0/execute/1`, `${second}/1/started`]);
    expect(store.transactions.at(-1)?.sent).toEqual({ messageIds: [], batchIds });
  });

  it('deletes it later when that batch fails', async () => {
    const { store, clock, pipeline, bench, start } = setUp();
    await start();
    // from memory, and then under a lock
    for (let tries = 0; tries < 2; tries++) store.faults.failNext(new Error('refused'));
    await expect(pipeline.start(bench.startRequest())).rejects.toThrow('refused');
    await clock.advance(200);
    expect(store.outbox.size).toBe(0);
  });

  it('puts an unroutable command off, with the reason, and declares the queue again', async () => {
    const { bus, store, clock, sweeper, start } = setUp();
    bus.answerWith(() => 'unroutable');
    const sagaId = await start();
    expect(store.outbox.errors.get(`${sagaId}/create/0/execute/1`)).toBe('UNROUTABLE');
    bus.answerWith(() => 'confirmed');
    sweeper.start();
    await clock.advance(4000);
    expect(bus.declaredQueues).toEqual(['test.commands.order', 'test.commands.order']);
    expect(commandsOn(bus)).toHaveLength(2);
    expect(store.outbox.size).toBe(0);
  });

  it('says why a queue cannot be declared, and when it can it goes on by itself', async () => {
    const { bus, store, clock, start, sweeper } = setUp();
    const message = 'PRECONDITION_FAILED - inequivalent arg x-queue-type';
    bus.declareFault = Object.assign(new Error(message), { code: 'TOPOLOGY_MISMATCH' });
    const sagaId = await start();
    const reason = store.outbox.errors.get(`${sagaId}/create/0/execute/1`);
    expect(reason).toBe(`QUEUE_NOT_DECLARED: ${message}`);

    bus.declareFault = null;
    sweeper.start();
    await clock.advance(5_000);
    expect(commandsOn(bus)).toHaveLength(1);
    await sweeper.stop();
  });

  it('gives a broker that is away no reason', async () => {
    const { bus, store, start } = setUp();
    bus.declareFault = Object.assign(new Error('gone'), { code: 'BUS_DISCONNECTED' });
    const sagaId = await start();
    expect(store.outbox.keys()).toContain(`${sagaId}/create/0/execute/1`);
    expect(store.outbox.errors.size).toBe(0);
  });

  it('says of a command that the broker refuses where to look', async () => {
    const { bus, store, start } = setUp();
    bus.answerWith(({ exchange }) => (exchange === 'test.commands' ? 'refused' : 'confirmed'));
    const sagaId = await start();
    const reason = store.outbox.errors.get(`${sagaId}/create/0/execute/1`);
    expect(reason).toMatch(/^PUBLISH_REFUSED: /);
  });

  it('leaves a command of unknown fate to its lease', async () => {
    const { bus, store, clock, sweeper, start } = setUp();
    sweeper.start();
    bus.answerWith(() => 'unknown');
    await start();
    bus.answerWith(() => 'confirmed');
    await clock.advance(8000);
    expect(commandsOn(bus)).toHaveLength(1);
    await clock.advance(4000);
    expect(commandsOn(bus)).toHaveLength(2);
    expect(commandsOn(bus)[0]?.properties.messageId).toBe(commandsOn(bus)[1]?.properties.messageId);
    expect(store.outbox.size).toBe(0);
  });

  it('publishes nothing while the broker is away, and all of it afterwards', async () => {
    const { bus, store, clock, sweeper, start } = setUp();
    sweeper.start();
    bus.become('disconnected');
    await start();
    await clock.advance(60_000);
    expect(commandsOn(bus)).toEqual([]);
    bus.become('connected');
    await clock.advance(4000);
    expect(commandsOn(bus)).toHaveLength(1);
    expect(store.outbox.size).toBe(0);
  });

  it('has the timeout of a command begin when the broker has it at last', async () => {
    const { bus, bench, store, clock, sweeper, start } = setUp();
    sweeper.start();
    bus.become('disconnected');
    const sagaId = await start();
    await clock.advance(60_000);
    bus.become('connected');
    await clock.advance(2000);
    const sentAt = exchangeOf(store.stateOf(sagaId))?.sentAt ?? 0;
    expect(sentAt).toBeGreaterThan(bench.at - 2000);
    expect(exchangeOf(store.stateOf(sagaId))?.dueAt).toBe(sentAt + 10_000);
    expect(store.outbox.size).toBe(0);
  });

  it('says nothing of a command that was confirmed quickly', async () => {
    const { bus, bench, store, clock, start } = setUp();
    const release = bus.hold();
    const sagaId = await start();
    await clock.advance(900);
    release();
    await clock.advance(200);
    expect(store.outbox.size).toBe(0);
    expect(bench.versionsOf(sagaId)).toEqual([1]);
  });

  it('keeps a late command in the outbox until its saga knows', async () => {
    const { bus, store, clock, sweeper, start } = setUp();
    sweeper.start();
    const release = bus.hold();
    const sagaId = await start();
    await clock.advance(5000);
    store.faults.goAway();
    release();
    await clock.advance(2000);
    expect(store.outbox.has(`${sagaId}/create/0/execute/1`)).toBe(true);
    expect(exchangeOf(store.stateOf(sagaId))?.sentAt).toBeUndefined();
    store.faults.comeBack();
    await clock.advance(6000);
    expect(exchangeOf(store.stateOf(sagaId))?.sentAt).toBeDefined();
    expect(store.outbox.size).toBe(0);
    expect(commandsOn(bus)).toHaveLength(1);
  });

  it('publishes a late command again when its process died before its saga knew', async () => {
    const { bench, bus, store, clock, pipeline, start } = setUp();
    const release = bus.hold();
    const sagaId = await start();
    await clock.advance(5000);
    await pipeline.close();
    release();
    await clock.advance(5000);
    const other = setUpOn({ bench, bus });
    other.sweeper.start();
    await clock.advance(2000);
    const [first, second] = commandsOn(bus);
    expect(second?.properties.messageId).toBe(first?.properties.messageId);
    expect(exchangeOf(store.stateOf(sagaId))?.sentAt).toBeDefined();
    expect(store.outbox.size).toBe(0);
  });

  it('publishes what was committed a moment before the broker was back at once', async () => {
    const { bus, start } = setUp();
    bus.become('disconnected');
    await start();
    expect(commandsOn(bus)).toEqual([]);
    bus.become('connected');
    await settle();
    expect(commandsOn(bus)).toHaveLength(1);
  });

  it('leaves to the sweeper what waited so long that another process may have it', async () => {
    const { bus, clock, start } = setUp();
    bus.become('disconnected');
    await start();
    await clock.advance(6000);
    bus.become('connected');
    await settle();
    expect(commandsOn(bus)).toEqual([]);
  });

  it('does not publish a second time what is still on its way', async () => {
    const { bus, clock, sweeper, start } = setUp();
    const release = bus.hold();
    await start();
    sweeper.start();
    await clock.advance(30_000);
    expect(commandsOn(bus)).toHaveLength(1);
    release();
  });

  it('keeps a flood within bounds', async () => {
    const { bench, bus, clock, store, report, local, tellSent } = setUp();
    const limits = { prefix: 'test', secret: SECRET, inFlightMax: 3 };
    const relay = new OutboxRelay({ bus, store, clock, report, local, tellSent, ...limits });
    const sagas = await Promise.all(Array.from({ length: 8 }, () => bench.start()));
    const release = bus.hold();
    relay.publish(bench.relay.published, { at: bench.at, batchId: null });
    store.outbox.clear();
    await settle();
    expect(commandsOn(bus)).toHaveLength(3);
    release();
    await relay.drain();
    expect(commandsOn(bus)).toHaveLength(sagas.length);
    expect(store.outbox.size).toBe(0);
  });
});
