import type { BodyCheck } from './body-check.js';

/**
 * The port to a message broker for both sides of the wire, on RabbitMQ or in this process.
 *
 * Messages are delivered at least once. A bus never gives up on its broker: it reconnects with
 * back-off for ever, and restarts its consumers.
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

  /** The state of a queue of this bus's topology. Rejects when the broker cannot be asked. */
  inspect(queue: string): Promise<QueueState>;

  /**
   * The state of any queue, without declaring it; null: the broker has no queue of this name.
   * Rejects when the broker cannot be asked.
   */
  findQueue(queue: string): Promise<QueueState | null>;

  status(): BusStatus;

  /**
   * What the broker has refused to this account so far, in a sentence each; empty: nothing. Each
   * refusal was logged once.
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

/** Only `durable` tells an in-process bus from another one. */
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
    /** Another account declares the queue; this one only consumes from it. Default false. */
    readonly isForeign?: boolean;
    /**
     * For hints, which may be lost: not a quorum queue; it drops what is older than 10 s, or more
     * than 1,000 messages, and goes when nobody has consumed from it for a minute. Default false.
     */
    readonly isPassing?: boolean;
    readonly bindings: readonly { readonly exchange: string; readonly routingKey: string }[];
  }[];
}

export interface OutgoingMessage {
  /** `""`: the default exchange, where the routing key is the queue's name. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly properties: MessageProperties;
  /** The message may be unroutable, like an event without listeners. Default false. */
  readonly isOptional?: boolean;
  /**
   * Has the broker vouch for the sending account (AMQP's `user-id`), if the bus has one. Default
   * false.
   */
  readonly isVouchedFor?: boolean;
  /** A refusal is not reported, because the caller then tries another way. Default false. */
  readonly hasOtherWay?: boolean;
  /** It is put into no envelope. Default false. */
  readonly goesAlone?: boolean;
  /** How many commands or replies an envelope carries. Default 1: it is no envelope. */
  readonly carries?: number;
}

/** AMQP 0-9-1 properties. Messages are always persistent. */
export interface MessageProperties {
  /** Default `application/json`. */
  readonly contentType?: string;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly type?: string;
  readonly appId?: string;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
  /** Numbers are 32-bit integers, so that all of them have one type on the wire. */
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * `confirmed`: the broker has it on a queue, or it was optional and no queue takes it.
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
  /** What its body says, where that has been read already. Left out: it has not. */
  readonly read?: BodyCheck;
  /** How often it was delivered before; 0 the first time. */
  readonly deliveryCount: number;
  /** Acknowledges the message. Harmless after the connection was lost: it will be redelivered. */
  ack(): void;
}

/** What identifies a body of which only the beginning is there. */
export interface CutBodyFacts {
  /** Size of the whole body. */
  readonly bytes: number;
  /** Hash of the whole body, in hexadecimal. */
  readonly sha256: string;
}

/** As the sender set them: only `userId` can be trusted. */
export interface IncomingProperties {
  /** The sending account, which the broker verifies. Left out: the sender did not set it. */
  readonly userId?: string;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly type?: string;
  readonly contentType?: string;
  readonly timestamp?: number;
  readonly headers: Readonly<Record<string, unknown>>;
}
