import type { Delivery, OutgoingMessage } from '#bus';

/** A message on a queue. All queues that it was routed to share its body. */
interface QueuedMessage {
  readonly message: OutgoingMessage;
  /** The sender, according to the broker; undefined: the broker does not say. */
  readonly userId: string | undefined;
  deliveryCount: number;
}

/** One subscription to a queue. */
export class InProcessSubscription {
  isPaused = false;
  /** In order of delivery. */
  readonly unacked = new Set<QueuedMessage>();

  constructor(
    readonly prefetch: number,
    readonly onDelivery: (delivery: Delivery) => void,
  ) {}

  get hasRoom(): boolean {
    return !this.isPaused && this.unacked.size < this.prefetch;
  }
}

/**
 * A queue in memory with competing consumers that take turns. Messages are delivered in a later
 * turn of the event loop, as from a real broker; what a cancelled consumer held returns to the
 * head.
 */
export class InProcessQueue {
  private ready: QueuedMessage[] = [];
  /** How many entries of `ready` are already taken; they are removed from time to time. */
  private taken = 0;
  private readonly subscriptions: InProcessSubscription[] = [];
  private isScheduled = false;

  get readyCount(): number {
    return this.ready.length - this.taken;
  }

  get consumerCount(): number {
    return this.subscriptions.filter(({ isPaused }) => !isPaused).length;
  }

  put(message: OutgoingMessage, userId?: string): void {
    this.ready.push({ message, userId, deliveryCount: 0 });
    this.schedule();
  }

  subscribe(subscription: InProcessSubscription): void {
    this.subscriptions.push(subscription);
    this.schedule();
  }

  unsubscribe(subscription: InProcessSubscription): void {
    const index = this.subscriptions.indexOf(subscription);
    if (index < 0) return;
    this.subscriptions.splice(index, 1);
    const returned = [...subscription.unacked];
    subscription.unacked.clear();
    for (const queued of returned) queued.deliveryCount++;
    this.ready = [...returned, ...this.ready.slice(this.taken)];
    this.taken = 0;
    this.schedule();
  }

  /** Called when there may be something to deliver, or room to deliver it. */
  schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => this.deliver());
  }

  private deliver(): void {
    this.isScheduled = false;
    // Only what is there now: consumers that answer at once must not keep the process busy for
    // ever.
    for (let budget = this.readyCount; budget > 0; budget--) {
      const index = this.subscriptions.findIndex(({ hasRoom }) => hasRoom);
      const [subscription] = index < 0 ? [] : this.subscriptions.splice(index, 1);
      const queued = this.ready[this.taken];
      if (!subscription || !queued) break;
      this.subscriptions.push(subscription);
      this.taken++;
      this.hand(queued, subscription);
    }
    if (this.taken * 2 < this.ready.length) return;
    this.ready = this.ready.slice(this.taken);
    this.taken = 0;
  }

  private hand(queued: QueuedMessage, subscription: InProcessSubscription): void {
    const { exchange, routingKey, body, properties } = queued.message;
    const { userId } = queued;
    subscription.unacked.add(queued);
    subscription.onDelivery({
      exchange,
      routingKey,
      body,
      properties: {
        contentType: 'application/json',
        ...properties,
        ...(userId === undefined ? {} : { userId }),
        headers: properties.headers ?? {},
      },
      deliveryCount: queued.deliveryCount,
      ack: () => {
        if (subscription.unacked.delete(queued)) this.schedule();
      },
    });
  }
}
