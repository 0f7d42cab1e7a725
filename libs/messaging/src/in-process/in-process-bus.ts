import type {
  BusConsumer,
  BusStatus,
  Delivery,
  MessageBus,
  OutgoingMessage,
  PublishOutcome,
  QueueState,
  Topology,
} from '#bus';
import {
  BusClosedError,
  BusDisconnectedError,
  BusNotOpenedError,
  QueueNotDeclaredError,
} from '../reporting/bus-errors.js';
import type { InProcessBroker } from './in-process-broker.js';
import { InProcessSubscription, type InProcessQueue } from './in-process-queue.js';

/**
 * A bus within one process, for running everything on one machine without a broker. Each owner has
 * its own bus on a shared `InProcessBroker`; closing one affects neither the others nor the
 * messages.
 */
export class InProcessBus implements MessageBus {
  readonly durable = false;

  private current: BusStatus = 'disconnected';
  private isClosed = false;
  private isOpened = false;
  private readonly cancels = new Set<() => void>();
  private readonly listeners: ((status: BusStatus) => void)[] = [];

  /**
   * `account`: the account that the broker vouches for; left out: none, as in a process with one
   * owner.
   */
  constructor(
    private readonly broker: InProcessBroker,
    private readonly account?: string,
  ) {}

  /** @throws TopologyMismatchError, BusClosedError */
  async open(topology: Topology): Promise<void> {
    if (this.isClosed) throw new BusClosedError();
    this.isOpened = true;
    this.broker.declare(topology);
    this.become('connected');
  }

  /** @throws TopologyMismatchError, BusNotOpenedError */
  async declare(topology: Topology): Promise<void> {
    if (!this.isOpened) throw new BusNotOpenedError();
    this.broker.declare(topology);
  }

  publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    if (this.current !== 'connected') return Promise.resolve(messages.map(() => 'unknown'));
    const outcomes = messages.map((message) => this.broker.route(message, this.account));
    // In a later turn, as with a real broker: nobody should rely on an immediate answer.
    return new Promise((resolve) => setImmediate(() => resolve(outcomes)));
  }

  /** @throws QueueNotDeclaredError, BusClosedError */
  async consume(
    queueName: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void,
  ): Promise<BusConsumer> {
    if (this.isClosed) throw new BusClosedError();
    const queue = this.queueOf(queueName);
    const subscription = new InProcessSubscription(options.prefetch, onDelivery);
    const cancel = () => {
      this.cancels.delete(cancel);
      queue.unsubscribe(subscription);
    };
    this.cancels.add(cancel);
    queue.subscribe(subscription);
    return {
      pause: async () => {
        subscription.isPaused = true;
      },
      resume: async () => {
        subscription.isPaused = false;
        queue.schedule();
      },
      cancel: async () => cancel(),
    };
  }

  /** @throws QueueNotDeclaredError, BusDisconnectedError */
  async inspect(queueName: string): Promise<QueueState> {
    const state = await this.findQueue(queueName);
    if (state === null) throw new QueueNotDeclaredError(queueName);
    return state;
  }

  /** @throws BusDisconnectedError */
  async findQueue(queueName: string): Promise<QueueState | null> {
    if (this.current !== 'connected') throw new BusDisconnectedError();
    const queue = this.broker.queue(queueName);
    return queue ? { ready: queue.readyCount, consumers: queue.consumerCount } : null;
  }

  status(): BusStatus {
    return this.current;
  }

  /** Nothing is ever refused here. */
  refusals(): readonly string[] {
    return [];
  }

  onStatus(listener: (status: BusStatus) => void): void {
    this.listeners.push(listener);
  }

  /** Its queues last as long as the process. */
  onLoss(): void {}

  async close(): Promise<void> {
    this.isClosed = true;
    for (const cancel of [...this.cancels]) cancel();
    this.become('disconnected');
  }

  private queueOf(name: string): InProcessQueue {
    const queue = this.broker.queue(name);
    if (!queue) throw new QueueNotDeclaredError(name);
    return queue;
  }

  private become(status: BusStatus): void {
    if (status === this.current) return;
    this.current = status;
    for (const listener of this.listeners) listener(status);
  }
}
