/**
 * What both sides of the wire need of a broker, on RabbitMQ or in this process.
 *
 * Messages are delivered at least once. A bus never gives up on its broker: it reconnects with
 * back-off for ever, and takes up its consumers again.
 */
export interface MessageBus {
  /**
   * `durable`: what was confirmed survives a crash of this process. False for the in-process bus,
   * whose owner sends everything in flight again after a start.
   */
  readonly durable: boolean;

  /**
   * Connects, and waits for a broker that is down. Declares `topology` now and after each
   * reconnect. Those who share a bus may each open it.
   */
  open(topology: Topology): Promise<void>;

  /**
   * Adds to the topology: queues that became known later. Idempotent. Rejects with code
   * `ACCESS_REFUSED` when the account may not declare it, and adds nothing then.
   */
  declare(topology: Topology): Promise<void>;

  /**
   * Publishes all of them in one write and gives the outcome of each, in the same order.
   * Never rejects: a bus that is not connected answers `unknown` at once.
   */
  publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]>;

  /** `onDelivery` returns at once and never throws; the delivery is acknowledged later. */
  consume(
    queue: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void,
  ): Promise<BusConsumer>;

  /** Of a queue of this bus's topology. Rejects when the broker cannot be asked. */
  inspect(queue: string): Promise<QueueState>;

  /**
   * Of any queue, declared here or not, and declares nothing; null: the broker has none of this
   * name. Rejects when the broker cannot be asked.
   */
  findQueue(queue: string): Promise<QueueState | null>;

  status(): BusStatus;

  /**
   * What the broker does not let this account do, a sentence each, as far as it was tried; empty:
   * nothing. Each was logged once.
   */
  refusals(): readonly string[];

  /** Called with every change of `status()`. */
  onStatus(listener: (status: BusStatus) => void): void;

  /**
   * Called with the names of queues of this bus's topology that the broker did not have (any more)
   * and that were declared anew: what was on them is lost. At the first start that is all of them.
   * Never on a bus that keeps its queues for as long as it lives.
   */
  onLoss(listener: (queues: readonly string[]) => void): void;

  /**
   * Cancels consumers, waits for confirms up to a bound, closes. What was not acknowledged is
   * redelivered.
   */
  close(): Promise<void>;
}

export interface QueueState {
  /** Messages that wait, not counting delivered ones. */
  readonly ready: number;
  readonly consumers: number;
}

/** `blocked`: connected, but the broker takes no messages (memory or disk alarm). */
export type BusStatus = 'connected' | 'blocked' | 'disconnected';

/** A bus that runs in one process is told apart by nothing but its `durable`. */
export interface BusConsumer {
  /** No new deliveries until `resume`; what is delivered already stays with the caller. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
}

export interface Topology {
  readonly exchanges: readonly { readonly name: string; readonly type: 'direct' | 'topic' }[];
  /** Quorum queues, durable; bound to each of their `bindings`. */
  readonly queues: readonly {
    readonly name: string;
    /** Another account declares it: it is only consumed here. Default false. */
    readonly isForeign?: boolean;
    readonly bindings: readonly { readonly exchange: string; readonly routingKey: string }[];
  }[];
}

export interface OutgoingMessage {
  /** `""`: the default exchange, where the routing key is the queue's name. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: MessageProperties;
  /** It is fine when no queue takes it: an event that nobody listens to. Default false. */
  readonly isOptional?: boolean;
  /**
   * The broker is to vouch for the account that sends it (AMQP's `user-id`), where the bus has an
   * account. Default false.
   */
  readonly isVouchedFor?: boolean;
  /** Refused here, it goes another way: that is no trouble to tell of. Default false. */
  readonly hasOtherWay?: boolean;
}

/** AMQP 0-9-1 properties. Messages are always persistent, and `application/json`. */
export interface MessageProperties {
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly type?: string;
  readonly appId?: string;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
  /** Numbers are whole, and have 32 bits: on the wire they are of one type, whatever their size. */
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * `confirmed`: the broker has it on a queue, or it was optional and nobody wanted it.
 * `unroutable`: it came back, no queue takes it. `refused`: the account may not publish there, and
 * it did not arrive. `unknown`: not connected, no confirm in time, or not taken by the broker; it
 * may have arrived.
 */
export type PublishOutcome = 'confirmed' | 'unroutable' | 'refused' | 'unknown';

export interface Delivery {
  /** Where it was published: `""` for the default exchange, and the routing key. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: IncomingProperties;
  /**
   * Why its headers or properties cannot be decoded; left out: they can. The message cannot be used
   * then: the headers are empty, and properties may be missing.
   */
  readonly undecodable?: string;
  /** The body was larger than is taken (1 MiB): `body` is its beginning. Left out: it is whole. */
  readonly cut?: CutBodyFacts;
  /** How often it was delivered before; 0 the first time. */
  readonly deliveryCount: number;
  /** Done with it. Calling it after the connection was lost is no fault: it will be redelivered. */
  ack(): void;
}

/** Of a body that is not whole. */
export interface CutBodyFacts {
  /** Of the whole body. */
  readonly bytes: number;
  /** Of the whole body, in hexadecimal. */
  readonly sha256: string;
}

/** As the sender set them: nothing here can be trusted, but for `userId`. */
export interface IncomingProperties {
  /** The account that sent it: the broker lets nobody set another one. Left out: it did not say. */
  readonly userId?: string;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly type?: string;
  readonly contentType?: string;
  readonly timestamp?: number;
  readonly headers: Readonly<Record<string, unknown>>;
}
