import { conductorNames, replyQueue, replyQueueTopology, type MessageBus } from '#bus';
import type { KnownPresence } from '#ports';
import type { ReportFault } from '#resilience';
import { leasesToTake, type ReplyQueueLease } from './leases.js';
import { UnreadQueues } from './unread-queues.js';

/** Takes replies from queues; `libs/runtime/src/replies/reply-intake.ts`. */
export interface ReplyReader {
  /** Begins to take from the queue, or goes on; resolves when the broker knows. */
  read(queue: string, prefetch: number): Promise<void>;
  /** Takes nothing new from it; resolves when nothing of it is in hand. */
  leave(queue: string): Promise<void>;
}

export interface ReplyQueuesOptions {
  readonly bus: Pick<MessageBus, 'declare' | 'findQueue' | 'durable'>;
  readonly reader: ReplyReader;
  readonly prefix: string;
  readonly report: ReportFault;
  /** A queue that others used before is not on the broker: the replies on it are lost. */
  readonly onLost: (queue: string) => void;
}

/** Largest number of messages in hand from its home, and from each queue that it reads besides. */
const HOME_PREFETCH = 500;
const ADOPTED_PREFETCH = 100;

/**
 * The reply queues that this replica reads: its home, whose name goes out with its commands, so
 * that replies come to where the saga is remembered, and queues that nobody else reads
 * (docs/decisions/0085). Besides, all replicas read the queue without a number.
 */
export class ReplyQueues {
  private known: readonly ReplyQueueLease[] = [];
  private readonly read = new Set<number>();
  private homeNumber: number | null = null;
  private readonly unread = new UnreadQueues();
  private following: Promise<void> = Promise.resolve();
  private isClosed = false;
  private moved = 0;

  constructor(private readonly options: ReplyQueuesOptions) {}

  /** The name of the queue that is to take the replies to this replica's commands. */
  get home(): string {
    const { homeNumber } = this;
    if (homeNumber !== null) return this.nameOf(homeNumber);
    return conductorNames(this.options.prefix).repliesQueue;
  }

  /** The names of all queues with a number, of all replicas, as far as the last beat knew. */
  get names(): readonly string[] {
    return this.known.map(({ number }) => this.nameOf(number));
  }

  /** The numbers of those that it reads. */
  get numbersRead(): readonly number[] {
    return [...this.read].sort((a, b) => a - b);
  }

  /** How many leases it has taken from other replicas since the start. */
  get takenCount(): number {
    return this.moved;
  }

  /**
   * What it takes now. `counts`: how many consumers each queue has, by its name, as the broker said
   * within the last beat; a queue that the broker does not have is not in it.
   */
  leases(
    id: string,
    known: KnownPresence,
    counts: ReadonlyMap<string, number>,
  ): readonly ReplyQueueLease[] {
    if (this.isClosed) return [];
    const consumersOf = (number: number) => counts.get(this.nameOf(number));
    const unread = this.unread.since(known.replyQueues, consumersOf, counts);
    return leasesToTake({ id, known, unread });
  }

  /** These were written. Reads what is its own, and leaves the rest; never rejects. */
  follow(id: string, before: KnownPresence, written: readonly ReplyQueueLease[]): Promise<void> {
    const changed = new Map(written.map((lease) => [lease.number, lease]));
    this.moved += written.filter(({ fence }) => fence > 1).length;
    const kept = before.replyQueues.filter(({ number }) => !changed.has(number));
    this.known = [...kept, ...written].sort((a, b) => a.number - b.number);
    const own = this.known.filter(({ replica }) => replica === id);
    this.following = this.following.then(() => this.reconcile(own));
    return this.following;
  }

  /** Takes no other queue. What it reads is stopped with the reader. */
  close(): void {
    this.isClosed = true;
  }

  /** What fails is tried again with the next beat. */
  private async reconcile(own: readonly ReplyQueueLease[]): Promise<void> {
    if (this.isClosed) return;
    // the home first: commands wait for no other one
    const inOrder = own.toSorted((a, b) => Number(b.isHome) - Number(a.isHome));
    for (const lease of inOrder) {
      if (!this.read.has(lease.number)) await this.attempt('read', () => this.begin(lease));
      if (lease.isHome && this.read.has(lease.number)) this.homeNumber = lease.number;
    }
    const kept = new Set(own.map(({ number }) => number));
    for (const number of [...this.read].filter((each) => !kept.has(each))) {
      this.read.delete(number);
      if (number === this.homeNumber) this.homeNumber = null;
      void this.attempt('leave', () => this.options.reader.leave(this.nameOf(number)));
    }
  }

  private async begin({ number, fence, isHome }: ReplyQueueLease): Promise<void> {
    const { bus, reader, prefix, onLost } = this.options;
    const queue = this.nameOf(number);
    const isLost = fence > 1 && bus.durable && (await bus.findQueue(queue)) === null;
    await bus.declare(replyQueueTopology(prefix, number));
    await reader.read(queue, isHome ? HOME_PREFETCH : ADOPTED_PREFETCH);
    this.read.add(number);
    if (isLost) onLost(queue);
  }

  private nameOf(number: number): string {
    return replyQueue(this.options.prefix, number);
  }

  private async attempt(what: 'read' | 'leave', action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.options.report({ during: `${what} a reply queue`, error });
    }
  }
}
