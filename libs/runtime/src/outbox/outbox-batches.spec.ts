import type { OutgoingMessage } from '#bus';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';
import { commandsOn, setUp, setUpOn } from './outbox.fixture.js';

type World = ReturnType<typeof setUp>;

/** That many sagas, whose messages share a row: their commands, and that they have started. */
async function startTogether({ pipeline, bench }: World, count: number): Promise<string[]> {
  const requests = Array.from({ length: count }, () => bench.startRequest());
  const results = await Promise.all(requests.map((request) => pipeline.start(request)));
  await settle();
  return results.map((result) => (result.type === 'created' ? result.state.id : ''));
}

const commandOf = (sagaId: string): string => `${sagaId}/create/0/execute/1`;
const startedOf = (sagaId: string): string => `${sagaId}/1/started`;
const isCommand = ({ exchange }: OutgoingMessage): boolean => exchange === 'test.commands';
const idOf = ({ properties }: OutgoingMessage): string => String(properties.messageId);

/** How often each message was published that was published more than once. */
function repetitions({ bus }: World): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const message of bus.published) {
    times.set(idOf(message), (times.get(idOf(message)) ?? 0) + 1);
  }
  return new Map([...times].filter(([, count]) => count > 1));
}

describe('The messages of a batch', () => {
  it('are one row, of which only a message stays that is unroutable', async () => {
    const world = setUp();
    const { bus, store, clock, sweeper } = world;
    let commands = 0;
    const isBad = (message: OutgoingMessage): boolean => isCommand(message) && ++commands === 77;
    bus.answerWith((message) => (isBad(message) ? 'unroutable' : 'confirmed'));
    await startTogether(world, 200);
    const bad = commandsOn(bus).map(idOf)[76];
    await clock.advance(100);

    expect(store.outbox.keys()).toEqual([bad]);
    expect([...store.outbox.errors]).toEqual([[bad, 'UNROUTABLE']]);
    bus.answerWith(() => 'confirmed');
    sweeper.start();
    await clock.advance(20_000);
    expect(store.outbox.size).toBe(0);
    expect([...repetitions(world)]).toEqual([[bad, 2]]);
  });

  it('that were confirmed before the connection was lost do not go out again', async () => {
    const world = setUp();
    const { bus, store, clock, sweeper } = world;
    bus.answerWith((message) => (isCommand(message) ? 'confirmed' : 'unknown'));
    const sagaIds = await startTogether(world, 10);
    await clock.advance(100);
    expect(store.outbox.keys().filter((id) => id.includes('create'))).toEqual([]);

    bus.answerWith(() => 'confirmed');
    sweeper.start();
    await clock.advance(12_000);

    const again = repetitions(world);
    for (const sagaId of sagaIds) expect(again.get(startedOf(sagaId))).toBe(2);
    for (const sagaId of sagaIds) expect(again.has(commandOf(sagaId))).toBe(false);
    expect(store.outbox.size).toBe(0);
  });

  it('of none of which anything is known stay one row until its lease ends', async () => {
    const world = setUp();
    const { bus, store, clock, sweeper } = world;
    bus.answerWith(() => 'unknown');
    const sagaIds = await startTogether(world, 10);
    sweeper.start();
    await clock.advance(9000);
    expect([...store.outbox.batches.values()].map(({ messages }) => messages.length)).toEqual([20]);
    expect(store.outbox.alone.size).toBe(0);

    bus.answerWith(() => 'confirmed');
    await clock.advance(3000);

    for (const sagaId of sagaIds) expect(repetitions(world).get(commandOf(sagaId))).toBe(2);
    expect(store.outbox.size).toBe(0);
  });

  it('that are late tell their sagas, and then the row goes', async () => {
    const world = setUp();
    const { bus, store, clock, bench, sweeper } = world;
    sweeper.start();
    const release = bus.hold();
    const sagaIds = await startTogether(world, 10);
    await clock.advance(2000);
    release();
    await clock.advance(100);

    for (const sagaId of sagaIds) expect(bench.versionsOf(sagaId)).toEqual([1, 2]);
    expect(store.outbox.size).toBe(0);
    await clock.advance(30_000);
    expect(repetitions(world).size).toBe(0);
  });

  it('that are so late that the row was split leave the outbox all the same', async () => {
    const world = setUp();
    const { bus, store, clock, bench, sweeper } = world;
    sweeper.start();
    const release = bus.hold();
    const sagaIds = await startTogether(world, 10);
    await clock.advance(12_000);
    expect(store.outbox.alone.size).toBe(20);
    release();
    await clock.advance(200);

    for (const sagaId of sagaIds) expect(bench.versionsOf(sagaId)).toEqual([1, 2]);
    expect(store.outbox.size).toBe(0);
    expect(repetitions(world).size).toBe(0);
  });

  it('are published by another process when theirs was killed after the commit', async () => {
    const bench = new PipelineBench();
    const killed = setUpOn({ bench, bus: new ScriptedBus() });
    killed.bus.become('disconnected');
    const sagaIds = await startTogether(killed, 10);

    const other = setUpOn({ bench, bus: new ScriptedBus() });
    other.sweeper.start();
    await bench.clock.advance(12_000);

    const published = commandsOn(other.bus).map(idOf);
    expect(published.toSorted()).toEqual(expect.arrayContaining(sagaIds.map(commandOf)));
    expect(repetitions(other).size).toBe(0);
    expect(killed.bus.published).toEqual([]);
    expect(bench.store.outbox.size).toBe(0);
  });

  it('gather in the outbox while the broker is away, and go out once', async () => {
    const world = setUp();
    const { bus, store, clock, bench, sweeper } = world;
    bus.become('disconnected');
    sweeper.start();
    const sagaIds: string[] = [];
    for (let second = 0; second < 60; second++) {
      sagaIds.push(...(await startTogether(world, 3)));
      await clock.advance(1000);
    }
    // split as their leases end: timers look through all batches that are left
    expect(store.outbox.batches.size).toBeLessThanOrEqual(12);
    expect(store.outbox.alone.size).toBeGreaterThan(2 * 3 * 45);

    bus.become('connected');
    await clock.advance(15_000);

    expect(repetitions(world).size).toBe(0);
    expect(commandsOn(bus).map(idOf)).toEqual(expect.arrayContaining(sagaIds.map(commandOf)));
    for (const sagaId of sagaIds) expect(bench.versionsOf(sagaId).length).toBeLessThanOrEqual(2);
    expect(store.outbox.size).toBe(0);
  });

  it('do not time out while they are there', async () => {
    const world = setUp();
    const { bus, store, clock, pipeline } = world;
    const [sagaId = ''] = await startTogether(world, 1);
    bus.become('disconnected');
    const [unsent = ''] = await startTogether(world, 1);
    await clock.advance(9900);
    expect(store.outbox.batches.size).toBe(1);
    await clock.advance(200);

    await Promise.all([sagaId, unsent].map((id) => pipeline.wake(id)));

    const errorOf = (id: string) => store.stateOf(id)?.steps['create']?.error?.code;
    expect([errorOf(sagaId), errorOf(unsent)]).toEqual(['TIMEOUT', undefined]);
  });

  it('have rows of their own when they are sent again', async () => {
    const world = setUp();
    const { bus, store, clock, pipeline, sweeper } = world;
    bus.answerWith(() => 'unknown');
    const [sagaId = ''] = await startTogether(world, 1);
    bus.answerWith(() => 'confirmed');

    await pipeline.resend(sagaId);
    await settle();
    expect([...store.outbox.alone.keys()]).toEqual([commandOf(sagaId)]);
    sweeper.start();
    await clock.advance(12_000);

    // the row of the batch still had it: its participant answers the third one as the others
    expect(repetitions(world).get(commandOf(sagaId))).toBe(3);
    expect(store.outbox.size).toBe(0);
  });
});

describe('A start that lost to an earlier one', () => {
  it('has no message, and leaves the others of its batch a row each', async () => {
    const world = setUp();
    const { bus, store, clock, pipeline, bench, sweeper } = world;
    const request = bench.startRequest({ idempotencyKey: 'once', fingerprint: 'f' });
    await pipeline.start(request);
    await Promise.all(
      [bench.startRequest(), bench.startRequest(), request].map((each) => pipeline.start(each)),
    );
    await settle();
    sweeper.start();
    await clock.advance(20_000);

    expect(store.sagas.size).toBe(3);
    expect(commandsOn(bus)).toHaveLength(3);
    expect(store.outbox.size).toBe(0);
  });
});
