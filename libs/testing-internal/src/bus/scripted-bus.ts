import type {
  BusConsumer,
  BusStatus,
  Delivery,
  IncomingProperties,
  MessageBus,
  OutgoingMessage,
  PublishOutcome,
  QueueState,
  Topology,
} from '#bus';

/** A delivery, and what became of it. */
export interface ScriptedDelivery {
  isAcknowledged: boolean;
}

/** A bus that does what a test says, and remembers what it was asked. */
export class ScriptedBus implements MessageBus {
  readonly durable: boolean;
  readonly published: OutgoingMessage[] = [];
  /** Each call of `publish`. */
  readonly flushes: (readonly OutgoingMessage[])[] = [];
  /** Names of queues, as often as they were declared. */
  readonly declaredQueues: string[] = [];
  /** Routing keys, as often as a queue was bound by them. */
  readonly boundKeys: string[] = [];
  isPaused = false;
  /** What `inspect` says of every queue. */
  readyCount = 0;
  consumerCount = 1;
  /** `findQueue` finds none. */
  isWithoutQueues = false;

  /** Declarations fail with it; null: they succeed. */
  declareFault: Error | null = null;

  /** What `refusals` says. */
  readonly refused: string[] = [];

  /** Questions for queues that have no answer yet, now and at most. */
  openQuestions = 0;
  mostOpenQuestions = 0;
  /** Names of queues, as often as they were asked for by `findQueue`. */
  readonly questions: string[] = [];

  private current: BusStatus = 'connected';
  private readonly listeners: ((status: BusStatus) => void)[] = [];
  private readonly lossListeners: ((queues: readonly string[]) => void)[] = [];
  private outcomeOf: (message: OutgoingMessage) => PublishOutcome = () => 'confirmed';
  private gate: Promise<void> = Promise.resolve();
  private silence: Promise<void> = Promise.resolve();
  private onDelivery: ((delivery: Delivery) => void) | null = null;

  constructor(options: { readonly durable?: boolean } = {}) {
    this.durable = options.durable ?? true;
  }

  /** From now on, what is published ends like this. */
  answerWith(outcomeOf: (message: OutgoingMessage) => PublishOutcome): void {
    this.outcomeOf = outcomeOf;
  }

  /** Publishes wait for their outcome until the function returned is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => release();
  }

  /** It is asked in vain until the function returned is called. */
  freeze(): () => void {
    let thaw: () => void = () => undefined;
    this.silence = new Promise((resolve) => (thaw = resolve));
    return () => thaw();
  }

  become(status: BusStatus): void {
    this.current = status;
    for (const listener of this.listeners) listener(status);
  }

  deliver(message: {
    readonly exchange?: string;
    readonly routingKey?: string;
    readonly body: Buffer;
    readonly properties?: Partial<IncomingProperties>;
    readonly deliveryCount?: number;
  }): ScriptedDelivery {
    const delivered: ScriptedDelivery = { isAcknowledged: false };
    this.onDelivery?.({
      exchange: message.exchange ?? '',
      routingKey: message.routingKey ?? '',
      body: message.body,
      properties: { headers: {}, ...message.properties },
      deliveryCount: message.deliveryCount ?? 0,
      ack: () => {
        delivered.isAcknowledged = true;
      },
    });
    return delivered;
  }

  async open(topology: Topology): Promise<void> {
    await this.declare(topology);
  }

  async declare(topology: Topology): Promise<void> {
    if (this.declareFault !== null) throw this.declareFault;
    this.declaredQueues.push(...topology.queues.map(({ name }) => name));
    const bindings = topology.queues.flatMap(({ bindings }) => bindings);
    this.boundKeys.push(...bindings.map(({ routingKey }) => routingKey));
  }

  async publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    this.flushes.push(messages);
    this.published.push(...messages);
    await this.gate;
    return messages.map((message) => this.outcomeOf(message));
  }

  async consume(
    _queue: string,
    _options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void,
  ): Promise<BusConsumer> {
    this.onDelivery = onDelivery;
    return {
      pause: async () => {
        this.isPaused = true;
      },
      resume: async () => {
        this.isPaused = false;
      },
      cancel: async () => {
        this.onDelivery = null;
      },
    };
  }

  async inspect(): Promise<QueueState> {
    if (this.current === 'disconnected') throw new Error('the broker is away');
    await this.silence;
    return { ready: this.readyCount, consumers: this.consumerCount };
  }

  async findQueue(queue: string): Promise<QueueState | null> {
    this.questions.push(queue);
    this.openQuestions += 1;
    this.mostOpenQuestions = Math.max(this.mostOpenQuestions, this.openQuestions);
    try {
      const state = await this.inspect();
      return this.isWithoutQueues ? null : state;
    } finally {
      this.openQuestions -= 1;
    }
  }

  status(): BusStatus {
    return this.current;
  }

  refusals(): readonly string[] {
    return this.refused;
  }

  onStatus(listener: (status: BusStatus) => void): void {
    this.listeners.push(listener);
  }

  onLoss(listener: (queues: readonly string[]) => void): void {
    this.lossListeners.push(listener);
  }

  /** The broker was without them, and has them again, empty. */
  lose(...queues: readonly string[]): void {
    for (const listener of this.lossListeners) listener(queues);
  }

  async close(): Promise<void> {
    this.become('disconnected');
  }
}
