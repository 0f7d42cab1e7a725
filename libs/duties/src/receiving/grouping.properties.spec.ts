import fc from 'fast-check';
import {
  ManualClock,
  MemorySagaStore,
  RecordedLog,
  assertProperty,
  propertyTimeMs,
  settle,
} from '#testing-internal';
import {
  conductorNames,
  conductorTopology,
  participantQueue,
  participantTopology,
  type Delivery,
  type MessageBus,
} from '#bus';
import type { ParsedCommand, ReplyOutcome } from '#contracts';
import { InProcessBroker, InProcessBus } from '#messaging';
import {
  BrokerProof,
  DeadMessageKeeper,
  EnvelopeLimits,
  OutboxRelay,
  Pulse,
  ReplyIntake,
  TimerPump,
  TransitionPipeline,
} from '#runtime';
import { compile } from '#testing-sagas';
import { CommandConsumer } from './command-consumer.js';

/* Conductor and participants in memory: what travels together changes nothing of what happens. */

const PREFIX = 'test';
const SECRET = 'secret';
const STEPS = { create: 'order', charge: 'payment', ship: 'shipping' } as const;
const PARTICIPANTS = Object.values(STEPS);
const DEFINITION = compile({
  name: 'order',
  defaults: { timeout: '10s', retry: { initialInterval: '100ms', maxAttempts: 3 } },
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.cancel' },
    { name: 'charge', command: 'payment.charge', compensation: 'payment.refund' },
    { name: 'ship', command: 'shipping.ship', kind: 'pivot' },
  ],
});

/** What a step's action gives: a yes, a no, or a yes at its second attempt. */
type Fate = 'yes' | 'no' | 'later';
type Plan = Readonly<Record<keyof typeof STEPS, Fate>>;

/** How it is sent, and in which order it is done. */
interface Traffic {
  /** Commands in one message, by participant; below 2: each alone. */
  readonly carried: Readonly<Record<(typeof PARTICIPANTS)[number], number>>;
  readonly concurrency: number;
  /** In turns of the event loop, of one handler after the other, again and again. */
  readonly works: readonly number[];
  /** Of one message after the other, again and again: it comes twice. */
  readonly twice: readonly boolean[];
}

const ALONE: Traffic = {
  carried: { order: 0, payment: 0, shipping: 0 },
  concurrency: 10,
  works: [0],
  twice: [false],
};

const fates = fc.constantFrom<Fate>('yes', 'yes', 'yes', 'no', 'later');
const plans = fc.array(fc.record({ create: fates, charge: fates, ship: fates }), {
  minLength: 1,
  maxLength: 12,
});
const carried = fc.constantFrom(0, 2, 3, 7, 50);
const traffic = fc.record({
  carried: fc.record({ order: carried, payment: carried, shipping: carried }),
  concurrency: fc.integer({ min: 1, max: 5 }),
  works: fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }),
  twice: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
});

/** Gives one after the other, again from the beginning. */
function cycle<Item>(items: readonly Item[]): () => Item {
  let index = 0;
  return () => items[index++ % items.length] as Item;
}

class World {
  private readonly clock = new ManualClock();
  private readonly store = new MemorySagaStore({ now: () => 1e12 + this.clock.now() });
  private readonly broker = new InProcessBroker();
  private readonly closing = new AbortController();
  private readonly ids: string[] = [];
  /** By key: what was stored, as in an inbox. */
  private readonly inbox = new Map<string, ReplyOutcome | 'fenced' | 'undone'>();
  private readonly attempts = new Map<string, number>();
  /** By saga, in order. */
  private readonly effects = new Map<string, string[]>();
  private envelopes: EnvelopeLimits | null = null;
  readonly faults: unknown[] = [];
  /** How many commands a message carried at most. */
  most = 1;

  constructor(
    private readonly plans: readonly Plan[],
    private readonly traffic: Traffic,
  ) {}

  /** What became of each saga, once all have ended. */
  async run(): Promise<readonly unknown[]> {
    const pipeline = await this.openConductor();
    const work = cycle(this.traffic.works);
    for (const participant of PARTICIPANTS) await this.openParticipant(participant, work);
    // so that envelopes begin with the first command
    for (const name of PARTICIPANTS) this.envelopes?.carriedMaxOf(name);
    await settle();
    const none = { key: null, idempotencyKey: null, fingerprint: null };
    const starts = this.plans.map(() =>
      pipeline.start({ definition: DEFINITION, input: {}, ...none }),
    );
    for (const started of await Promise.all(starts)) {
      if (started.type === 'created') this.ids.push(started.state.id);
    }
    const isOpen = (id: string) => (this.store.stateOf(id)?.endedAt ?? null) === null;
    for (let turn = 0; turn < 100 && this.ids.some(isOpen); turn++) await this.clock.advance(100);
    this.closing.abort();
    return this.ids.map((id) => {
      const { status, steps = {} } = this.store.stateOf(id) ?? {};
      const ends = Object.entries(steps).map(([name, step]) => [name, step.status]);
      return { status, ends, effects: this.effects.get(id) ?? [] };
    });
  }

  get deadCount(): number {
    return this.store.deadMessages.size;
  }

  private async openConductor(): Promise<TransitionPipeline> {
    const { clock, store } = this;
    const bus = await this.openBus();
    const report = (fault: unknown): void => void this.faults.push(fault);
    const shared = { bus, store, clock, report };
    const { carried: size } = this.traffic;
    const live = PARTICIPANTS.map((name) => [name, { count: 1, envelopes: size[name] }] as const);
    const envelopes = new EnvelopeLimits({
      ...shared,
      directory: { liveInstances: async () => new Map(live) },
      prefix: PREFIX,
      carriedMax: 50,
      areRepliesRead: () => true,
    });
    const relay = new OutboxRelay({
      ...shared,
      bus: envelopes.packing(bus),
      prefix: PREFIX,
      secret: SECRET,
      local: { deliver: async () => undefined },
      tellSent: (sagaId, messageId) => pipeline.sent(sagaId, messageId),
    });
    const definitions = { load: async () => DEFINITION };
    const pipeline: TransitionPipeline = new TransitionPipeline({ ...shared, relay, definitions });
    const deadMessages = new DeadMessageKeeper(shared);
    const queue = conductorNames(PREFIX).repliesQueue;
    const own = { pipeline, deadMessages, queue, secrets: SECRET };
    const replies = new ReplyIntake({ ...shared, ...own, senders: { refusal: () => null } });
    await replies.start();
    const broker = new BrokerProof({ bus, clock, queue });
    const pulse = new Pulse({ store: store.pulse, clock, report });
    new TimerPump({ ...shared, pipeline, replies, broker, pulse }).start();
    pulse.start();
    this.envelopes = envelopes;
    return pipeline;
  }

  private async openParticipant(name: string, work: () => number): Promise<void> {
    const bus = await this.openBus();
    await bus.declare(participantTopology(PREFIX, name));
    const consumer = new CommandConsumer({
      participant: name,
      bus,
      queue: participantQueue(PREFIX, name),
      prefix: PREFIX,
      prefetch: 32,
      concurrency: this.traffic.concurrency,
      logger: new RecordedLog(),
      answer: (command) => this.answer(command, work()),
      signal: this.closing.signal,
    });
    await consumer.start();
    await settle();
  }

  /** Whoever consumes by it gets some messages twice. */
  private async openBus(): Promise<MessageBus> {
    const bus = new InProcessBus(this.broker);
    await bus.open(conductorTopology(PREFIX));
    const isTwice = cycle(this.traffic.twice);
    const consume: MessageBus['consume'] = (queue, options, onDelivery) =>
      bus.consume(queue, options, (delivery: Delivery) => {
        onDelivery(delivery);
        if (isTwice()) onDelivery({ ...delivery, deliveryCount: 1 });
      });
    const publish: MessageBus['publish'] = (messages) => {
      for (const { carries = 1 } of messages) this.most = Math.max(this.most, carries);
      return bus.publish(messages);
    };
    return Object.assign(Object.create(bus) as MessageBus, { consume, publish });
  }

  private async answer(command: ParsedCommand, turns: number): Promise<ReplyOutcome> {
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
    return command.direction === 'execute' ? this.execute(command) : this.compensate(command);
  }

  private execute({ idempotencyKey: key, sagaId, step, pattern }: ParsedCommand): ReplyOutcome {
    const stored = this.inbox.get(key);
    if (stored !== undefined) {
      return typeof stored === 'string' ? refused('FENCED') : stored;
    }
    const fate = this.plans[this.ids.indexOf(sagaId)]?.[step as keyof Plan] ?? 'yes';
    const attempt = (this.attempts.get(key) ?? 0) + 1;
    this.attempts.set(key, attempt);
    if (fate === 'later' && attempt === 1) {
      return { type: 'errored', error: { code: 'LATER', message: 'later' } };
    }
    const outcome: ReplyOutcome =
      fate === 'no' ? refused('NO') : { type: 'succeeded', output: { step } };
    this.inbox.set(key, outcome);
    if (fate !== 'no') this.note(sagaId, pattern);
    return outcome;
  }

  private compensate({ idempotencyKey: key, sagaId, pattern }: ParsedCommand): ReplyOutcome {
    const stored = this.inbox.get(key);
    const isThere = typeof stored === 'object' && stored.type === 'succeeded';
    this.inbox.set(key, isThere || stored === 'undone' ? 'undone' : 'fenced');
    if (isThere) this.note(sagaId, pattern);
    const result = isThere || stored === 'undone' ? 'undone' : 'nothing-to-undo';
    return { type: 'succeeded', output: { result } };
  }

  private note(sagaId: string, what: string): void {
    const before = this.effects.get(sagaId) ?? [];
    this.effects.set(sagaId, [...before, what]);
  }
}

function refused(code: string): ReplyOutcome {
  return { type: 'refused', error: { code, message: code } };
}

const RUNS = { runs: 40 };

describe('However commands and replies are put into envelopes', () => {
  it(
    'sagas end as with a message for each, with the same effects, and none is set aside',
    () => {
      return assertProperty(
        fc.asyncProperty(plans, traffic, async (sagas, how) => {
          const alone = await new World(sagas, ALONE).run();
          const world = new World(sagas, how);
          expect(await world.run()).toEqual(alone);
          expect(world.deadCount).toBe(0);
          expect(world.faults).toEqual([]);
        }),
        RUNS,
      );
    },
    propertyTimeMs(RUNS),
  );

  it('and envelopes there are', async () => {
    const sagas = Array.from({ length: 12 }, (): Plan => {
      return { create: 'yes', charge: 'later', ship: 'no' };
    });
    const sizes = { order: 50, payment: 7, shipping: 50 };
    const world = new World(sagas, { ...ALONE, carried: sizes });
    const ends = await world.run();
    expect(world.most).toBeGreaterThan(1);
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
    expect(ends[0]).toMatchObject({
      status: 'compensated',
      effects: ['order.create', 'payment.charge', 'payment.refund', 'order.cancel'],
    });
  });
});
