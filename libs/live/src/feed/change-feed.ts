import { RepeatingTask, type Clock, type ReportFault } from '#resilience';
import type { ChangeLog, ChangesSince, LoggedChange } from '../changes/change-log.js';
import { nameOf, type SagaChange } from '../changes/saga-change.js';
import { formatPosition, type StreamPosition } from '../changes/stream-position.js';
import { RecentChanges } from './recent-changes.js';
import { resetReason, type ResetReason } from './reset-reason.js';

/** Told of changes. What one of them throws is reported, and changes nothing for the others. */
export interface FeedListener {
  /** `position`: what all was told of before these. */
  onChanges(changes: readonly SagaChange[], position: string): void;
  /** Some changes cannot be told, so that what was read before may be wrong. */
  onReset(reason: ResetReason, position: string): void;
}

export interface ChangeFeedOptions {
  readonly log: ChangeLog;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** Called when the first one listens. */
  readonly onHeard?: () => void;
}

/** The only question that listeners cost, however many there are. */
const LOOK_EVERY_MS = 1000;
/**
 * A change that the log has may be on its way here from the pipeline, or from another replica: it
 * is not asked for before this time has passed.
 */
const GRACE_MS = 150;
/** Changes of so long are told together. */
const GATHER_MS = 25;
/** Batches of one look; a second of a busy installation has some hundred. */
const LOOK_BATCHES_MAX = 5_000;
/** Descriptions of one read. */
const DESCRIBE_MAX = 500;
/** While the database says nothing of an earlier release's changes, lists are read so often. */
const PARTIAL_EVERY_MS = 5_000;

/**
 * Knows what all replicas commit, as long as anybody listens: what this one does, from memory; what
 * others do, by their hints; and whatever nobody told, from the log, within some 1.2 s. The log
 * alone is believed for what was *not* missed (docs/decisions/0100).
 */
export class ChangeFeed {
  private readonly task: RepeatingTask;
  private readonly listeners = new Set<FeedListener>();
  private recent: RecentChanges;
  private pending: SagaChange[] = [];
  private cancelFlush: (() => void) | null = null;
  private looked: StreamPosition | null = null;
  /** All that this position has seen was told. */
  private told = '';
  private beginning: Promise<void> | null = null;
  private partialToldAt = -Infinity;

  constructor(private readonly options: ChangeFeedOptions) {
    this.task = new RepeatingTask(options.clock, () => this.look());
    this.recent = this.noneRecent();
    // a look is due only while somebody listens
    this.task.start(Infinity);
  }

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  /** What all was told that this position has seen. */
  get position(): string {
    return this.told;
  }

  /**
   * Resolves once everything that is committed from now on will be told. The returned function ends
   * it. @throws what a read of the database does
   */
  async listen(listener: FeedListener): Promise<() => void> {
    if (this.listeners.size === 0) this.options.onHeard?.();
    this.listeners.add(listener);
    const leave = (): void => this.leave(listener);
    try {
      await (this.beginning ??= this.begin());
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** These are committed; those that are known already are left out. Never throws. */
  tell(changes: readonly SagaChange[]): void {
    if (this.listeners.size === 0) return;
    const fresh = changes.filter((change) => this.recent.add(nameOf(change)));
    if (fresh.length === 0) return;
    this.pending.push(...fresh);
    this.cancelFlush ??= this.options.clock.after(GATHER_MS, () => this.flush());
  }

  /** No more looks. Resolves when the one under way has ended. */
  close(): Promise<void> {
    return this.task.stop();
  }

  private async begin(): Promise<void> {
    const { position } = await this.options.log.since(null, 0);
    if (this.listeners.size === 0) return;
    this.looked = position;
    this.told = formatPosition(position);
    this.task.hurry(LOOK_EVERY_MS);
  }

  private leave(listener: FeedListener): void {
    if (!this.listeners.delete(listener) || this.listeners.size > 0) return;
    this.cancelFlush?.();
    this.cancelFlush = null;
    this.pending = [];
    this.looked = null;
    this.beginning = null;
    this.recent = this.noneRecent();
  }

  /** Never rejects. */
  private async look(): Promise<number> {
    const from = this.looked;
    if (from === null) return Infinity;
    try {
      const found = await this.options.log.since(from, LOOK_BATCHES_MAX);
      const reason = resetReason(from, found);
      if (reason === null) await this.tellMissed(found.changes, from);
      if (this.looked === from) this.advance(found, reason);
    } catch (error) {
      // what it would have found is found by the next look
      this.options.report({ during: 'look what other replicas have done', error });
    }
    return LOOK_EVERY_MS;
  }

  /** Ends early when those who listened at `from` have gone. */
  private async tellMissed(logged: readonly LoggedChange[], from: StreamPosition): Promise<void> {
    const isUntold = (change: LoggedChange): boolean => !this.recent.has(nameOf(change));
    if (!logged.some(isUntold)) return;
    await new Promise<void>((resolve) => void this.options.clock.after(GRACE_MS, resolve));
    const missed = logged.filter(isUntold);
    while (missed.length > 0 && this.looked === from) {
      this.tell(await this.options.log.describe(missed.splice(0, DESCRIBE_MAX)));
    }
  }

  /** In this order: a position is given out when all that it has seen was told. */
  private advance(found: ChangesSince, reason: ResetReason | null): void {
    this.flush();
    this.looked = found.position;
    this.told = formatPosition(found.position);
    if (reason !== null) this.reset(reason);
    const now = this.options.clock.now();
    if (!found.isPartial || now < this.partialToldAt + PARTIAL_EVERY_MS) return;
    this.partialToldAt = now;
    this.reset('earlier-release');
  }

  private flush(): void {
    this.cancelFlush?.();
    this.cancelFlush = null;
    const changes = this.pending;
    if (changes.length === 0 || this.looked === null) return;
    this.pending = [];
    const { told } = this;
    this.each((listener) => listener.onChanges(changes, told));
  }

  private reset(reason: ResetReason): void {
    const { told } = this;
    this.each((listener) => listener.onReset(reason, told));
  }

  private each(tell: (listener: FeedListener) => void): void {
    for (const listener of [...this.listeners]) {
      try {
        tell(listener);
      } catch (error) {
        this.options.report({ during: 'tell a listener', error });
      }
    }
  }

  private noneRecent(): RecentChanges {
    return new RecentChanges(() => this.options.clock.now());
  }
}
