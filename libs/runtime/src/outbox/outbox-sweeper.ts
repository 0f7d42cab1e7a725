import type { MessageBus } from '#bus';
import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { SagaStore } from '#ports';
import type { Pulse, PulseReading } from '../pulse/pulse.js';
import type { OutboxRelay } from './outbox-relay.js';

export interface OutboxSweeperOptions {
  readonly store: SagaStore;
  readonly bus: MessageBus;
  readonly relay: OutboxRelay;
  readonly pulse: Pick<Pulse, 'listen'>;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** How long a claimed entry is this process's to publish. Default 10 s. */
  readonly leaseMs?: number;
}

const CLAIM_MAX = 200;
/** Outbox batches that are split at once. */
const SPLIT_MAX = 20;
/** Read within 8 s, or the same ones are read again, for ever: over a slow link, too. */
const CLAIM_BYTES_MAX = 1024 * 1024;
/** The relay has no room for some of what was claimed; others may be among what comes next. */
const PAUSE_MS = 100;

/**
 * Publishes what was left in the outbox: its process died, or the broker was away. It looks when
 * the pulse says that there is something, and goes round:
 * what there is no room for, say thousands of messages within one family, is not claimed again
 * before all that comes after it.
 *
 * Outbox batches that were left are split by the same statement, also while the broker is away: so
 * there are few of them, and timers, which look through all, have little to read.
 */
export class OutboxSweeper {
  private readonly task: RepeatingTask;
  private readonly leaseMs: number;
  private afterId: string | null = null;

  constructor(private readonly options: OutboxSweeperOptions) {
    this.leaseMs = options.leaseMs ?? 10_000;
    this.task = new RepeatingTask(options.clock, () => this.sweep());
    options.pulse.listen((reading) => this.note(reading));
  }

  start(): void {
    this.task.start(Infinity);
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private note(reading: PulseReading | null): void {
    if (reading === null) return;
    const isConnected = this.options.bus.status() === 'connected';
    if (reading.areBatchesDue || (reading.areEntriesDue && isConnected)) this.task.hurry(0);
  }

  private async sweep(): Promise<number> {
    const { store, bus, relay, report } = this.options;
    const limit = bus.status() === 'connected' ? Math.min(CLAIM_MAX, relay.spare) : 0;
    try {
      const { leaseMs, afterId } = this;
      const claim = { limit, leaseMs, afterId, bytesMax: CLAIM_BYTES_MAX, batchesMax: SPLIT_MAX };
      const { entries, isCut, hasSplit } = await store.claimOutbox(claim);
      if (limit > 0) {
        const isMore = isCut || entries.length === limit;
        this.afterId = isMore ? (entries.at(-1)?.message.messageId ?? null) : null;
      }
      const hadRoom = relay.publishClaimed(entries);
      if (!hadRoom) return PAUSE_MS;
      if (hasSplit || isCut || entries.length === CLAIM_MAX) return 0;
    } catch (error) {
      report({ during: 'claim commands of the outbox', error });
    }
    return Infinity;
  }
}
