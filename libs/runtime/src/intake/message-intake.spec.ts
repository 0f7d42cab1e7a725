import { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { MessageIntake } from './message-intake.js';
import { Pulse } from '../pulse/pulse.js';
import { SagaStarter } from '../starting/saga-starter.js';
import { Senders } from '../senders/senders.js';
import { StoreUnavailableError, type DefinitionCatalog } from '#ports';
import { compile } from '#testing-sagas';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';

const order = compile({
  name: 'order',
  trigger: { event: 'order.placed', key: '${data.id}' },
  steps: [{ name: 'create', command: 'order.create', compensation: 'order.cancel' }],
});

/** One definition with a trigger, whose database can be away. */
class Catalog implements DefinitionCatalog {
  /** Calls that fail, from now on. */
  failures: Error[] = [];
  events: readonly string[] = ['order.placed'];

  triggered = ['order'];
  /** A definition that cannot be loaded. */
  broken = '';

  async load(name: string) {
    if (name === this.broken) throw new RangeError('not what this version understands');
    return order;
  }

  async resolve() {
    this.failIfAway();
    return { type: 'found', version: 1 } as const;
  }

  async triggeredBy(event: string) {
    const names = event === 'order.placed' ? this.triggered : [];
    return names.map((name) => ({ name, version: 1, isRetired: false }));
  }

  async triggerEvents() {
    this.failIfAway();
    return this.events;
  }

  async awaitedBy() {
    return [];
  }

  async awaitedEvents() {
    return [];
  }

  private failIfAway(): void {
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}

async function setUp() {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const catalog = new Catalog();
  const { store, clock, pipeline } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const deadMessages = new DeadMessageKeeper({ store, clock, report });
  const starter = new SagaStarter({
    catalog,
    pipeline,
    started: { findByIdempotencyKey: async () => null },
  });
  const parts = { bus, store, pipeline, deadMessages, report, clock, starter, catalog };
  const participants = {
    keep: async () => true,
    find: async () => new Map(),
    named: async () => [],
    accounts: async () => new Map(),
    liveInstances: async () => new Map(),
  };
  const pulse = new Pulse({ store: store.pulse, clock, report });
  const shared = { clock, report, pulse, prefix: 'test' };
  const senders = new Senders({ ...shared, directory: participants });
  const envelopes = { noteDescription: () => undefined };
  const intake = new MessageIntake({ ...parts, ...shared, participants, senders, envelopes });
  await intake.start();
  return { bench, bus, store, clock, catalog, intake, pulse };
}

const placed = (id: unknown) => ({
  exchange: 'test.events',
  routingKey: 'order.placed',
  body: Buffer.from(JSON.stringify({ id })),
});

describe('The message intake', () => {
  it('acknowledges an event after its saga is committed', async () => {
    const { bus, store } = await setUp();
    const release = store.faults.hold();
    const delivered = bus.deliver(placed('o-1'));
    await settle();
    expect(delivered.isAcknowledged).toBe(false);
    release();
    await settle();
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.sagas.size).toBe(1);
  });

  it('keeps an event while the database is away, and takes it up again', async () => {
    const { bus, store, clock, catalog } = await setUp();
    catalog.failures = [1, 2, 3].map(() => new StoreUnavailableError('the store is away'));
    const delivered = bus.deliver(placed('o-1'));
    await settle();
    expect([delivered.isAcknowledged, store.deadMessages.size]).toEqual([false, 0]);
    await clock.advance(10_000);
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.sagas.size).toBe(1);
  });

  it('sets aside what the store will not have, and goes on', async () => {
    const { bus, store, clock } = await setUp();
    store.faults.judgeBy((_work, { starts }) =>
      starts.some(({ state }) => state.key === 'bad') ? new RangeError('too much') : null,
    );
    const [bad, good] = [bus.deliver(placed('bad')), bus.deliver(placed('good'))];
    await clock.advance(1000);
    expect([bad.isAcknowledged, good.isAcknowledged]).toEqual([true, true]);
    expect([...store.deadMessages.values()]).toMatchObject([
      { source: 'intake', reason: 'TRIGGER_FAILED', detail: 'order@1: RangeError: too much' },
    ]);
  });

  it('leaves what is in hand to another one when it is stopped', async () => {
    const { bus, clock, catalog, intake } = await setUp();
    catalog.failures = Array.from({ length: 9 }, () => new StoreUnavailableError('away'));
    const delivered = bus.deliver(placed('o-1'));
    await settle();
    await intake.stop();
    await clock.advance(60_000);
    expect(delivered.isAcknowledged).toBe(false);
  });

  it('listens anew when the broker is back, even if the database is away', async () => {
    const { bus, clock, catalog } = await setUp();
    const before = bus.declaredQueues.length;
    catalog.failures = [1, 2].map(() => new StoreUnavailableError('the store is away'));
    bus.become('connected');
    await clock.advance(0);
    expect(bus.declaredQueues.slice(before)).toEqual(['test.intake']);
  });

  it('listens to the events of a definition within a second of its post elsewhere', async () => {
    const { bus, store, clock, catalog, pulse } = await setUp();
    pulse.start();
    await clock.advance(100);
    catalog.events = ['order.placed', 'order.changed'];
    store.pulse.versions.definitions = '2';
    await clock.advance(1000);
    expect(bus.boundKeys).toContain('order.changed');
  });

  it('looks for them again until it can', async () => {
    const { bus, store, clock, catalog, pulse } = await setUp();
    pulse.start();
    await clock.advance(100);
    catalog.events = ['order.placed', 'order.changed'];
    catalog.failures = [1, 2].map(() => new StoreUnavailableError('the store is away'));
    store.pulse.versions.definitions = '2';
    await clock.advance(1000);
    expect(bus.boundKeys).not.toContain('order.changed');
    await clock.advance(10_000);
    expect(bus.boundKeys).toContain('order.changed');
  });

  it('takes an event that cannot be listened to yet for no fault of its definition', async () => {
    const { bus, bench, clock, intake } = await setUp();
    bus.declareFault = new Error('the bus is not open yet');
    await intake.listenTo(['order.placed']);
    expect(bench.faults).toMatchObject([{ during: 'listen to order.placed' }]);
    const before = bus.declaredQueues.length;
    bus.declareFault = null;
    await clock.advance(5000);
    expect(bus.declaredQueues.slice(before)).toEqual(['test.intake']);
  });

  it('listens anew from time to time, and says why as long as it cannot', async () => {
    const { bus, clock, intake } = await setUp();
    const before = bus.declaredQueues.length;
    bus.declareFault = new Error('NOT_FOUND - no exchange test.events');

    await clock.advance(30_000);

    expect(intake.whyDeaf).toBe('Error: NOT_FOUND - no exchange test.events');
    expect(bus.declaredQueues.slice(before)).toEqual([]);

    bus.declareFault = null;
    await clock.advance(10_000);

    expect(intake.whyDeaf).toBe(null);
    expect(bus.declaredQueues.slice(before)).toEqual(['test.intake']);
  });

  it('starts the sagas of all definitions but the one that cannot be loaded', async () => {
    const { bus, store, clock, catalog } = await setUp();
    catalog.broken = 'another';
    catalog.triggered = ['another', 'order'];
    const delivered = bus.deliver(placed('o-1'));
    await clock.advance(1000);
    expect(delivered.isAcknowledged).toBe(true);
    expect(store.sagas.size).toBe(1);
    expect([...store.deadMessages.values()]).toMatchObject([
      { reason: 'TRIGGER_FAILED', detail: expect.stringContaining('another@1') },
    ]);
  });
});
