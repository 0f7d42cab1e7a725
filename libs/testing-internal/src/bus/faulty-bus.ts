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

/**
 * `frozen`: it accepts and does not answer, and its connections stay open. `stopped`: it refuses
 * connections. `alarmed`: it delivers and answers, but accepts no messages.
 */
export type BrokerCondition = 'up' | 'stopped' | 'frozen' | 'alarmed';

/** The availability of one broker, shared by all of its buses. */
export class BrokerWeather {
  private current: BrokerCondition = 'up';
  private readonly listeners: (() => void)[] = [];

  get condition(): BrokerCondition {
    return this.current;
  }

  become(condition: BrokerCondition): void {
    this.current = condition;
    for (const listener of this.listeners) listener();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Resolves when the broker answers, with success or an error. */
  answers(): Promise<void> {
    if (this.current !== 'frozen') return Promise.resolve();
    return new Promise((resolve) => {
      this.onChange(() => {
        if (this.current !== 'frozen') resolve();
      });
    });
  }
}

/** A bus in this process whose broker goes away and comes back. */
export class FaultyBus implements MessageBus {
  readonly durable = true;
  private readonly undelivered: (() => void)[] = [];

  constructor(
    private readonly inner: MessageBus,
    private readonly weather: BrokerWeather,
  ) {
    weather.onChange(() => {
      if (!this.isDelivering) return;
      for (const deliver of this.undelivered.splice(0)) deliver();
    });
  }

  open(topology: Topology): Promise<void> {
    return this.inner.open(topology);
  }

  declare(topology: Topology): Promise<void> {
    return this.inner.declare(topology);
  }

  async publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    const isUp = this.weather.condition === 'up';
    await this.weather.answers();
    if (isUp) return this.inner.publish(messages);
    return messages.map(() => 'unknown');
  }

  consume(
    queue: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void,
  ): Promise<BusConsumer> {
    return this.inner.consume(queue, options, (delivery) => {
      if (this.isDelivering) onDelivery(delivery);
      else this.undelivered.push(() => onDelivery(delivery));
    });
  }

  async inspect(queue: string): Promise<QueueState> {
    await this.weather.answers();
    if (this.weather.condition === 'stopped') throw new Error('the broker is stopped');
    return this.inner.inspect(queue);
  }

  findQueue(queue: string): Promise<QueueState | null> {
    return this.inspect(queue);
  }

  /** A frozen broker keeps its connections, so nobody is notified. */
  status(): BusStatus {
    const { condition } = this.weather;
    if (condition === 'stopped') return 'disconnected';
    return condition === 'alarmed' ? 'blocked' : this.inner.status();
  }

  refusals(): readonly string[] {
    return [];
  }

  onStatus(listener: (status: BusStatus) => void): void {
    this.inner.onStatus(listener);
    this.weather.onChange(() => listener(this.status()));
  }

  onLoss(listener: (queues: readonly string[]) => void): void {
    this.inner.onLoss(listener);
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  private get isDelivering(): boolean {
    return this.weather.condition === 'up' || this.weather.condition === 'alarmed';
  }
}
