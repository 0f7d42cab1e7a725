import {
  conductorNames,
  conductorTopology,
  participantTopology,
  type Delivery,
  type MessageBus,
} from '#bus';
import { parseCommand, replyMessage, type ParsedCommand } from '#contracts';
import { InProcessBroker, InProcessBus } from '#messaging';
import type { SagaDefinition } from '#definition';
import type { SagaState } from '#engine';
import {
  BrokerProof,
  DeadMessageKeeper,
  OutageWatch,
  OutboxRelay,
  OutboxSweeper,
  Pulse,
  ReplyIntake,
  ReplyQueues,
  TimerPump,
  TransitionPipeline,
} from '#runtime';
import { type Fault } from '#resilience';
import { BrokerWeather, FaultyBus } from '../bus/faulty-bus.js';
import { ManualClock, settle } from '../manual-clock.js';
import { MemorySagaStore } from '../store/memory-saga-store.js';

const PREFIX = 'test';
const SECRET = 'secret';
const BEGIN_AT = Date.UTC(2030, 0, 1);

export type OutageKind =
  | 'broker-stopped'
  | 'broker-frozen'
  | 'broker-alarmed'
  | 'store-away'
  | 'store-frozen'
  | 'all-stopped';

export interface OutageBenchOptions {
  readonly definition: SagaDefinition;
  /** The first parts of its commands. */
  readonly participants: readonly string[];
  /** How long a command takes; Infinity: it is never answered. */
  readonly workMs: (command: ParsedCommand) => number;
  /** How long it takes a participant to come back after an outage. */
  readonly comeBackMs: number;
}

/**
 * A conductor with its workers, and participants, in virtual time, with a broker and a database
 * that go away and come back. What a participant has in hand in an outage it does again from the
 * beginning; its database is the conductor's.
 */
export class OutageBench {
  readonly clock = new ManualClock();
  readonly store = new MemorySagaStore({ now: () => BEGIN_AT + this.clock.now() });
  readonly weather = new BrokerWeather();
  readonly faults: Fault[] = [];
  private readonly broker = new InProcessBroker();
  private pipeline: TransitionPipeline | null = null;
  private isStoreAway = false;
  private outages = 0;

  constructor(private readonly options: OutageBenchOptions) {
    this.weather.onChange(() => this.outages++);
  }

  async open(): Promise<void> {
    for (const participant of this.options.participants) await this.openParticipant(participant);
    await this.openConductor();
  }

  /** Gives the saga's id. */
  async start(): Promise<string> {
    const { definition } = this.options;
    const none = { key: null, idempotencyKey: null, fingerprint: null };
    const started = this.pipeline?.start({ definition, input: {}, ...none });
    await settle();
    const result = await started;
    if (result?.type !== 'created') throw new Error('it was not started');
    return result.state.id;
  }

  /** Something is away for so long, and then back. */
  async passThrough(kind: OutageKind, lastsMs: number): Promise<void> {
    switch (kind) {
      case 'broker-stopped':
      case 'broker-frozen':
      case 'broker-alarmed':
        this.weather.become(conditionOf(kind));
        await this.clock.advance(lastsMs);
        this.weather.become('up');
        return;
      case 'store-away':
        this.store.faults.goAway();
        await this.withoutStore(lastsMs);
        this.store.faults.comeBack();
        return;
      case 'store-frozen': {
        const thaw = this.store.faults.hold();
        await this.withoutStore(lastsMs);
        thaw();
        return;
      }
      case 'all-stopped':
        return this.clock.jump(lastsMs);
      default:
        return kind satisfies never;
    }
  }

  /** Until they have ended, or so much time has passed; gives their states. */
  async finish(sagaIds: readonly string[], withinMs: number): Promise<readonly SagaState[]> {
    const until = this.clock.now() + withinMs;
    const states = () => sagaIds.map((id) => this.store.stateOf(id)).filter((s) => s !== null);
    while (this.clock.now() < until && states().some(({ endedAt }) => endedAt === null)) {
      await this.clock.advance(1000);
    }
    return states();
  }

  private async withoutStore(lastsMs: number): Promise<void> {
    this.isStoreAway = true;
    this.outages++;
    await this.clock.advance(lastsMs);
    this.isStoreAway = false;
  }

  private async openConductor(): Promise<void> {
    const { clock, store } = this;
    const bus = await this.openBus();
    const report = (fault: Fault): void => void this.faults.push(fault);
    const pulse = new Pulse({ store: store.pulse, clock, report });
    const shared = { bus, store, clock, report, pulse };
    const relay = new OutboxRelay({
      ...shared,
      prefix: PREFIX,
      secret: SECRET,
      local: { deliver: async () => undefined },
      tellSent: (sagaId, messageId) => pipeline.sent(sagaId, messageId),
      replyTo: () => replyQueues.home,
    });
    const definitions = { load: async () => this.options.definition };
    const pipeline: TransitionPipeline = new TransitionPipeline({ ...shared, relay, definitions });
    const deadMessages = new DeadMessageKeeper(shared);
    const queue = conductorNames(PREFIX).repliesQueue;
    const replies = new ReplyIntake({
      ...shared,
      pipeline,
      deadMessages,
      queue,
      secrets: SECRET,
      senders: { refusal: () => null },
    });
    const replyQueues: ReplyQueues = new ReplyQueues({
      ...shared,
      prefix: PREFIX,
      reader: replies,
      onLost: () => undefined,
    });
    const broker = new BrokerProof({ bus, clock, queue, others: () => replyQueues.names });
    await replies.start();
    const watch = new OutageWatch({ ...shared, presence: store.presence, broker, replyQueues });
    void watch.start();
    new TimerPump({ ...shared, pipeline, replies, broker }).start();
    new OutboxSweeper({ ...shared, relay }).start();
    pulse.start();
    this.pipeline = pipeline;
    await clock.advance(100);
  }

  private async openBus(): Promise<MessageBus> {
    const bus = new FaultyBus(new InProcessBus(this.broker), this.weather);
    await bus.open(conductorTopology(PREFIX));
    return bus;
  }

  private async openParticipant(name: string): Promise<void> {
    const bus = await this.openBus();
    await bus.declare(participantTopology(PREFIX, name));
    const [queue] = participantTopology(PREFIX, name).queues;
    await bus.consume(queue?.name ?? '', { prefetch: 100 }, (delivery) => {
      const check = parseCommand(delivery);
      if (!check.ok) throw new Error(check.detail);
      this.work(bus, delivery, check.command);
    });
  }

  /** Again from its beginning, if anything went away meanwhile. */
  private work(bus: MessageBus, delivery: Delivery, command: ParsedCommand): void {
    const { workMs, comeBackMs } = this.options;
    const before = this.outages;
    const lasts = workMs(command);
    if (lasts === Infinity) return delivery.ack();
    this.clock.after(lasts, () => {
      const isUndisturbed = this.outages === before && this.isWell;
      if (isUndisturbed) return void this.answer(bus, delivery, command);
      this.whenWell(() => this.clock.after(comeBackMs, () => this.work(bus, delivery, command)));
    });
  }

  private async answer(bus: MessageBus, delivery: Delivery, command: ParsedCommand): Promise<void> {
    const reply = replyMessage(
      command,
      { type: 'succeeded', output: {} },
      { appId: 'test', at: 0 },
    );
    const [outcome] = await bus.publish([reply]);
    if (outcome === 'confirmed') delivery.ack();
    else this.whenWell(() => void this.answer(bus, delivery, command));
  }

  private get isWell(): boolean {
    return this.weather.condition === 'up' && !this.isStoreAway;
  }

  private whenWell(callback: () => void): void {
    if (this.isWell) callback();
    else this.clock.after(200, () => this.whenWell(callback));
  }
}

function conditionOf(kind: 'broker-stopped' | 'broker-frozen' | 'broker-alarmed') {
  const conditions = {
    'broker-stopped': 'stopped',
    'broker-frozen': 'frozen',
    'broker-alarmed': 'alarmed',
  } as const;
  return conditions[kind];
}
