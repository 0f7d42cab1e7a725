import { randomUUID } from 'node:crypto';
import { hintsTopology, type MessageBus } from '#bus';
import { RepeatingTask, retryForever, type Clock, type ReportFault } from '#resilience';
import type { SagaChange } from '../changes/saga-change.js';
import type { ChangeFeed } from '../feed/change-feed.js';
import { hintMessage, portionOf, readHint } from './hint-message.js';

export interface HintsOptions {
  readonly bus: Pick<MessageBus, 'declare' | 'consume' | 'publish'>;
  readonly feed: Pick<ChangeFeed, 'isHeard' | 'tell'>;
  readonly prefix: string;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** As long as somebody listens here, the others are told so often. */
const ANNOUNCE_EVERY_MS = 4_000;
/** They believe it for so long: two announcements may be lost. */
const BELIEVED_MS = 13_000;
/** Changes of so long go in a message. */
const GATHER_MS = 20;
/** More than a replica commits while the broker takes a message: beyond it the log tells. */
const WAITING_MAX = 5_000;
const PREFETCH = 100;

/**
 * Replicas tell each other what they have committed, while somebody listens at another one. These
 * are hints: what is lost is found in the log a second later. When nobody listens, none is sent.
 */
export class Hints {
  private readonly id = randomUUID();
  private readonly announcing: RepeatingTask;
  private waiting: SagaChange[] = [];
  private isSending = false;
  private isStarted = false;
  private isClosed = false;
  private othersListenUntil = -Infinity;

  constructor(private readonly options: HintsOptions) {
    this.announcing = new RepeatingTask(options.clock, () => this.announce());
  }

  /** Somebody listens at another replica. */
  get areWanted(): boolean {
    return this.options.clock.now() < this.othersListenUntil;
  }

  /** Hears hints from now on. Never rejects; resolves when the broker delivers. */
  async start(): Promise<void> {
    const { bus, prefix, clock, report } = this.options;
    const { queue, ...topology } = hintsTopology(prefix, this.id);
    const isClosed = () => this.isClosed;
    const begin = async (): Promise<void> => {
      await bus.declare(topology);
      await bus.consume(queue, { prefetch: PREFETCH }, ({ body, ack }) => {
        ack();
        this.hear(body);
      });
      this.isStarted = true;
      this.announcing.start(this.options.feed.isHeard ? 0 : Infinity);
    };
    await retryForever(begin, { during: 'hear of other replicas', clock, report, isClosed });
  }

  /** The first one listens here. */
  noteListener(): void {
    this.announcing.hurry(0);
  }

  /** These were committed here. */
  tell(changes: readonly SagaChange[]): void {
    if (!this.isStarted || !this.areWanted) return;
    if (this.waiting.length + changes.length > WAITING_MAX) return;
    this.waiting.push(...changes);
    if (this.isSending) return;
    this.isSending = true;
    this.options.clock.after(GATHER_MS, () => void this.send());
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.announcing.stop();
  }

  private hear(body: Buffer): void {
    const hint = readHint(body);
    if (hint === null || hint.from === this.id) return;
    if (hint.listens) this.othersListenUntil = this.options.clock.now() + BELIEVED_MS;
    this.options.feed.tell(hint.changes);
  }

  private async announce(): Promise<number> {
    if (!this.options.feed.isHeard) return Infinity;
    await this.publish([]);
    return ANNOUNCE_EVERY_MS;
  }

  private async send(): Promise<void> {
    while (this.waiting.length > 0 && !this.isClosed) {
      await this.publish(this.waiting.splice(0, portionOf(this.waiting)));
    }
    this.isSending = false;
  }

  /** Never rejects. Whether it arrives does not matter. */
  private async publish(changes: readonly SagaChange[]): Promise<void> {
    const { bus, prefix, feed } = this.options;
    await bus.publish([hintMessage(prefix, { from: this.id, listens: feed.isHeard, changes })]);
  }
}
