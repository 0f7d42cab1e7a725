import { randomUUID } from 'node:crypto';
import type { MessageBus } from '#bus';
import type { Outage } from '#engine';
import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { KnownPresence, PresenceStore } from '#ports';
import type { BrokerProof } from './broker-proof.js';
import type { ReplyQueueLease } from '../reply-queues/leases.js';
import type { ReplyQueues } from '../reply-queues/reply-queues.js';
import { BEAT_MS, doAllReadEnvelopes, GAP_MS, noteBeat, type Beat } from './presence.js';

export interface OutageWatchOptions {
  readonly presence: PresenceStore;
  readonly bus: Pick<MessageBus, 'status' | 'onStatus'>;
  readonly broker: BrokerProof;
  /** Which reply queues it reads is decided with its beat. */
  readonly replyQueues: Pick<ReplyQueues, 'leases' | 'follow'>;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** An answer of the broker from before the last beat says nothing about now. */
const COUNTED_MS = 1.5 * BEAT_MS;
/** Kept for a store that is away: a broker that comes and goes for longer is lost for all of it. */
const ENDED_MAX = 100;

/**
 * Reports once a second that this replica is present, and when it had lost the broker. If it cannot
 * report, because it was stopped or the store was away, all replicas see the gap.
 */
export class OutageWatch {
  /** The name of this replica, anew with each start. */
  readonly id = randomUUID();
  private readonly task: RepeatingTask;
  /** By the clock; null: the broker is there. */
  private lostAt: number | null = null;
  private ended: readonly Outage[] = [];
  private startedAt = 0;
  private onFirstBeat: () => void = () => undefined;
  private areReplicasReading = false;

  constructor(private readonly options: OutageWatchOptions) {
    this.task = new RepeatingTask(options.clock, () => this.run());
    options.bus.onStatus(() => this.look());
  }

  /** Resolves with the first report that was written: then all reply queues are known. */
  start(): Promise<void> {
    this.startedAt = this.options.clock.now();
    return new Promise((resolve) => {
      this.onFirstBeat = resolve;
      this.task.start();
    });
  }

  /** Whether every replica reads envelopes of replies, as far as the last report knew. */
  get areEnvelopesRead(): boolean {
    return this.areReplicasReading;
  }

  /** Reports that this replica has finished its work. Never rejects. */
  async leave(): Promise<void> {
    await this.task.stop();
    await this.beat(true);
  }

  private async run(): Promise<number> {
    void this.ask();
    this.look();
    await this.beat(false);
    return BEAT_MS;
  }

  /** Never rejects. Callers do not wait for it: it takes as long as the broker does. */
  private async ask(): Promise<void> {
    try {
      await this.options.broker.askAnew();
      this.look();
    } catch {
      // it did not answer: that is what the next look sees
    }
  }

  /** Whether the broker is there; since when it is not: since it last answered. */
  private look(): void {
    const { bus, broker, clock } = this.options;
    const now = clock.now();
    const answeredAt = broker.provenAt ?? this.startedAt;
    const isLost = bus.status() !== 'connected' || now - answeredAt > GAP_MS;
    if (isLost) this.lostAt ??= Math.min(now, answeredAt);
    if (isLost || this.lostAt === null) return;
    if (answeredAt <= this.lostAt) return;
    this.ended = [...this.ended, { from: this.lostAt, to: now }];
    this.lostAt = null;
    if (this.ended.length > ENDED_MAX) this.ended = mergeTwo(this.ended);
  }

  private beatOf(told: readonly Outage[], isLeaving: boolean): Beat {
    const now = this.options.clock.now();
    return {
      id: this.id,
      brokerLostForMs: this.lostAt === null ? null : now - this.lostAt,
      brokerOutages: told.map(({ from, to }) => ({ fromMsAgo: now - from, toMsAgo: now - to })),
      isLeaving,
    };
  }

  /**
   * Who has no broker could not read what it takes. That nobody takes replies is no reason: it is
   * what taking the queue ends.
   */
  private leasesOf(known: KnownPresence): readonly ReplyQueueLease[] {
    const { replyQueues, broker } = this.options;
    const consumers = broker.consumers(COUNTED_MS);
    return consumers.size === 0 ? [] : replyQueues.leases(this.id, known, consumers);
  }

  /** Never rejects. */
  private async beat(isLeaving: boolean): Promise<void> {
    const told = this.ended;
    try {
      const isSteady = !isLeaving && told.length === 0 && (await this.touch());
      if (!isSteady) await this.note(told, isLeaving);
      this.onFirstBeat();
    } catch (error) {
      this.options.report({ during: 'say that this replica is there', error });
    }
  }

  /** Most beats decide nothing, and then one statement does; false: something is to be decided. */
  private async touch(): Promise<boolean> {
    const beat = this.beatOf([], false);
    const known = await this.options.presence.touch({ ...beat, gapMs: GAP_MS });
    if (known === null) return false;
    const { gone, outages } = noteBeat(beat, known);
    if (gone.length > 0 || outages.length > 0 || this.leasesOf(known).length > 0) return false;
    this.learn(known, []);
    return true;
  }

  /** Serves one replica at a time, since what is decided concerns the others. */
  private async note(told: readonly Outage[], isLeaving: boolean): Promise<void> {
    let learn = (): void => undefined;
    await this.options.presence.note((known) => {
      const beat = this.beatOf(told, isLeaving);
      const leases = isLeaving ? [] : this.leasesOf(known);
      learn = () => this.learn(known, leases);
      return { ...noteBeat(beat, known), replyQueues: leases };
    });
    this.ended = this.ended.filter((outage) => !told.includes(outage));
    learn();
  }

  private learn(known: KnownPresence, leases: readonly ReplyQueueLease[]): void {
    this.areReplicasReading = doAllReadEnvelopes(known);
    void this.options.replyQueues.follow(this.id, known, leases);
  }
}

/** The oldest two as one that lasted from the first to the second. */
function mergeTwo([first, second, ...rest]: readonly Outage[]): readonly Outage[] {
  if (!first || !second) return [];
  return [{ from: first.from, to: second.to }, ...rest];
}
