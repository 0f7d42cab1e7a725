import type { MessageBus } from '#bus';
import type { BrokerProof } from '../outages/broker-proof.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { SagaStore } from '#ports';
import type { Pulse, PulseReading } from '../pulse/pulse.js';
import { RepliesFirst, type RepliesTaken } from './replies-first.js';

export interface TimerPumpOptions {
  readonly store: SagaStore;
  readonly bus: MessageBus;
  readonly broker: BrokerProof;
  readonly pipeline: Pick<
    TransitionPipeline,
    'wake' | 'onWake' | 'onAvailability' | 'isStoreAvailable'
  >;
  readonly replies: RepliesTaken;
  readonly pulse: Pick<Pulse, 'listen'>;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** It looks at the broker and at itself at least this often. Default 1 s. */
  readonly pollMs?: number;
  /** How long a claimed saga is this process's to wake. Default 10 s. */
  readonly leaseMs?: number;
  /** Longest wait for replies after an outage. Default 5 min. */
  readonly repliesFirstMs?: number;
}

/** Sagas claimed at once, and on their way through the pipeline. */
const CLAIM_MAX = 100;
const IN_FLIGHT_MAX = 500;
/** After an outage: this many in this time, so that new work is not starved. */
const CATCH_UP = { claimMax: 50, pauseMs: 100 };
/** A burst of short timers is claimed together. */
const PAUSE_MS = 10;
const PAUSE_WHEN_FULL_MS = 50;
/** A broker that takes longer to answer was as good as away. */
const ANSWER_MS_MAX = 1000;

/**
 * Wakes sagas whose timers have run out. Timers are rows: when the next one is due it learns from
 * the pipeline and, of what other replicas wrote, from the pulse. Before that it asks the store for
 * nothing.
 *
 * An outage, of the store, the broker or this process, must not by itself make a step time out
 * (docs/decisions/0052). No timer fires without a broker that answers. When an outage ends, replies
 * that were waiting go first, and then timers fire at a limited rate; the saga's own decision gives
 * an attempt what the outage took of its wait.
 */
export class TimerPump {
  private readonly task: RepeatingTask;
  private readonly pollMs: number;
  private readonly leaseMs: number;
  private readonly inFlight = new Set<string>();
  private readonly repliesFirst: RepliesFirst;
  private lastRunAt = -Infinity;
  /** By the clock, no later than any timer is due that it has heard of. */
  private dueAt = Infinity;
  private wasAway = true;
  private isCatchingUp = true;

  constructor(private readonly options: TimerPumpOptions) {
    const { bus, broker, clock, replies, repliesFirstMs = 300_000 } = options;
    this.pollMs = options.pollMs ?? 1000;
    this.leaseMs = options.leaseMs ?? 10_000;
    this.repliesFirst = new RepliesFirst({ broker, clock, replies }, repliesFirstMs);
    this.task = new RepeatingTask(clock, () => this.run());
    options.pipeline.onWake((inMs) => this.expect(inMs));
    options.pulse.listen((reading) => this.note(reading));
    options.pipeline.onAvailability((isAvailable) => {
      if (!isAvailable) this.wasAway = true;
    });
    bus.onStatus((status) => {
      if (status !== 'connected') this.wasAway = true;
    });
  }

  start(): void {
    this.task.start();
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private note(reading: PulseReading | null): void {
    if (reading === null) this.wasAway = true;
    else if (reading.nextWakeMs !== null) this.expect(reading.nextWakeMs);
  }

  private expect(inMs: number): void {
    this.dueAt = Math.min(this.dueAt, this.options.clock.now() + inMs);
    // after an outage the rate decides, and the next look is never far away
    if (!this.isCatchingUp) this.task.hurry(Math.max(PAUSE_MS, inMs + 1));
  }

  private async run(): Promise<number> {
    try {
      return await this.fire();
    } catch (error) {
      this.wasAway = true;
      this.options.report({ during: 'wake sagas', error });
      return this.pollMs;
    } finally {
      this.lastRunAt = this.options.clock.now();
    }
  }

  /** How long until it is to be called again. */
  private async fire(): Promise<number> {
    const { bus, broker, pipeline, clock } = this.options;
    // this process was stopped, or too busy to run anything: as good as away
    if (clock.now() - this.lastRunAt > 2 * this.pollMs) this.wasAway = true;
    if (bus.status() !== 'connected' || !pipeline.isStoreAvailable) return this.pollMs;
    const askedAt = clock.now();
    await broker.ask();
    if (clock.now() - askedAt > ANSWER_MS_MAX) this.wasAway = true;
    if (this.wasAway) {
      this.wasAway = false;
      this.isCatchingUp = true;
      this.repliesFirst.begin();
    }
    if (!(await this.repliesFirst.areDone())) return CATCH_UP.pauseMs;
    const inMs = this.dueAt - clock.now();
    if (!this.isCatchingUp && inMs > 0) return Math.min(this.pollMs, inMs + 1);
    return this.claim();
  }

  private async claim(): Promise<number> {
    const { store } = this.options;
    const spare = IN_FLIGHT_MAX - this.inFlight.size;
    if (spare <= 0) return PAUSE_WHEN_FULL_MS;
    const limit = Math.min(spare, this.isCatchingUp ? CATCH_UP.claimMax : CLAIM_MAX);
    // what is heard of meanwhile may be due before what the store will say
    this.dueAt = Infinity;
    const sagaIds = await store.claimDueSagas({ limit, leaseMs: this.leaseMs });
    for (const sagaId of sagaIds) void this.wake(sagaId);
    if (sagaIds.length === limit) {
      this.expect(0);
      return this.isCatchingUp ? CATCH_UP.pauseMs : PAUSE_MS;
    }
    this.isCatchingUp = false;
    const nextMs = await store.timeToNextWakeMs();
    if (nextMs !== null) this.expect(nextMs);
    return this.pollMs;
  }

  /** Never rejects. What fails is due again when its lease ends. */
  private async wake(sagaId: string): Promise<void> {
    if (this.inFlight.has(sagaId)) return;
    this.inFlight.add(sagaId);
    try {
      await this.options.pipeline.wake(sagaId);
    } catch (error) {
      this.options.report({ during: 'wake a saga', error, sagaId });
    } finally {
      this.inFlight.delete(sagaId);
    }
  }
}
