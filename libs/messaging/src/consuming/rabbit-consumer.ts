import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { BusConsumer, Delivery } from '#bus';
import { AckBatcher } from './ack-batcher.js';
import { backoffMs } from '#resilience';
import { closeSurely } from '../frames/close-surely.js';
import { BROKER_BACKOFF } from '../reporting/broker-backoff.js';
import { BytesInHand } from '../frames/bytes-in-hand.js';
import type { BusLogger } from '../reporting/bus-logger.js';
import { parsedBytes } from '../topology/parsed-bytes.js';
import { refusalIn, type Refusals } from '../topology/refusals.js';
import type { IncomingFrames } from '../frames/incoming-frames.js';

export interface ConsumerOptions {
  readonly queue: string;
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
  readonly log: BusLogger;
  readonly refusals: Refusals;
  /** Declares the topology again, since the queue may have been deleted. */
  readonly declare: (connection: ChannelModel) => Promise<void>;
}

/** One channel, from opening to close. A delivery can only be acknowledged on its own channel. */
interface Subscription {
  readonly channel: Channel;
  readonly acks: AckBatcher;
  readonly inHand: BytesInHand;
  readonly incoming: IncomingFrames;
  /**
   * Chosen by the broker: a reused tag can block messages for ever. Null: paused.
   */
  consumerTag: string | null;
}

/**
 * Keeps a queue consumed across lost connections, closed channels and cancellation by the broker.
 *
 * It compares the wanted state (running, paused, cancelled) with the actual one; `turn` brings them
 * closer, one step at a time. A channel that fails is abandoned, and a new one is tried after a
 * back-off.
 */
export class RabbitConsumer implements BusConsumer {
  private wanted: 'running' | 'paused' | 'cancelled' = 'running';
  private connection: ChannelModel | null = null;
  private incoming: IncomingFrames | null = null;
  private subscription: Subscription | null = null;
  private turns: Promise<void> = Promise.resolve();
  private failures = 0;
  private isTopologyInDoubt = false;
  private retryTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ConsumerOptions) {}

  /** Opens a connection of its own, with the queue declared. */
  attach(connection: ChannelModel, incoming: IncomingFrames): Promise<void> {
    this.connection = connection;
    this.incoming = incoming;
    this.subscription = null;
    this.failures = 0;
    this.isTopologyInDoubt = false;
    return this.turn();
  }

  detach(): void {
    this.connection = null;
    this.subscription = null;
    clearTimeout(this.retryTimer);
  }

  get isCancelled(): boolean {
    return this.wanted === 'cancelled';
  }

  pause(): Promise<void> {
    if (this.wanted === 'running') this.wanted = 'paused';
    return this.turn();
  }

  resume(): Promise<void> {
    if (this.wanted === 'paused') this.wanted = 'running';
    return this.turn();
  }

  /** Deliveries that are not acknowledged by now will be redelivered. */
  cancel(): Promise<void> {
    this.wanted = 'cancelled';
    return this.turn();
  }

  private turn(): Promise<void> {
    clearTimeout(this.retryTimer);
    this.turns = this.turns.then(() => this.reconcile());
    return this.turns;
  }

  private async reconcile(): Promise<void> {
    const { connection, incoming } = this;
    if (!connection || !incoming) return;
    try {
      if (this.wanted === 'running') await this.ensureConsuming(connection, incoming);
      else await this.stopDeliveries();
      if (this.wanted === 'cancelled') await this.leave();
      this.failures = 0;
    } catch (error) {
      this.retryLater(error);
    }
  }

  private async ensureConsuming(connection: ChannelModel, incoming: IncomingFrames): Promise<void> {
    if (this.isTopologyInDoubt) await this.options.declare(connection);
    this.isTopologyInDoubt = false;
    const subscription = this.subscription ?? (await this.subscribe(connection, incoming));
    if (subscription.consumerTag !== null) return;
    const { consumerTag } = await subscription.channel.consume(this.options.queue, (message) =>
      message === null ? this.onCancelled(subscription) : this.onMessage(subscription, message),
    );
    subscription.consumerTag = consumerTag;
    this.options.refusals.allow('read', `queue ${this.options.queue}`);
  }

  private async subscribe(
    connection: ChannelModel,
    incoming: IncomingFrames,
  ): Promise<Subscription> {
    const channel = await connection.createChannel();
    const inHand = new BytesInHand(incoming);
    const acks = ackBatcherOf(channel, this.options.prefetch);
    const subscription = { channel, acks, inHand, incoming, consumerTag: null };
    const { log, queue } = this.options;
    let cause: unknown = null;
    channel.on('error', (error) => {
      cause = error;
    });
    channel.on('close', () => {
      subscription.acks.close();
      inHand.forget();
      // We closed this channel or abandoned it earlier, so its end is expected.
      if (this.subscription !== subscription) return;
      this.subscription = null;
      this.retryLater(cause);
    });
    channel.on('handler-error', (error, event) => {
      log.error({ queue, event, err: error }, 'a listener of the bus failed');
    });
    this.subscription = subscription;
    await channel.prefetch(this.options.prefetch, false);
    return subscription;
  }

  private async stopDeliveries(): Promise<void> {
    const { subscription } = this;
    if (!subscription || subscription.consumerTag === null) return;
    subscription.acks.flush();
    await subscription.channel.cancel(subscription.consumerTag);
    subscription.consumerTag = null;
  }

  private async leave(): Promise<void> {
    const { subscription } = this;
    if (!subscription) return;
    this.subscription = null;
    subscription.acks.flush();
    subscription.acks.close();
    await closeSurely(subscription.channel);
  }

  private onMessage({ acks, inHand, incoming }: Subscription, message: ConsumeMessage): void {
    const { deliveryTag, exchange, routingKey } = message.fields;
    const headerBytes = incoming.headerBytesOf(message.properties);
    const giveBack = inHand.take(parsedBytes(message.content) + headerBytes);
    try {
      this.options.onDelivery({
        exchange,
        routingKey,
        body: message.content,
        properties: { ...message.properties, headers: message.properties.headers ?? {} },
        ...incoming.damageOf(message.properties),
        deliveryCount: deliveryCountOf(message),
        ack: () => {
          acks.ack(deliveryTag);
          giveBack();
        },
      });
    } catch (error) {
      // A consumer must not throw. If it does, its channel must survive.
      const { log, queue } = this.options;
      log.error({ queue, err: error }, 'a consumer threw: its message stays unacknowledged');
    }
  }

  /**
   * The queue was deleted, or its node left. The channel stays open but would stay silent for ever.
   */
  private onCancelled(subscription: Subscription): void {
    if (this.subscription !== subscription) return;
    this.subscription = null;
    void closeQuietly(subscription);
    this.retryLater(new Error('cancelled by the broker'));
  }

  private retryLater(error: unknown): void {
    const { subscription } = this;
    this.subscription = null;
    if (subscription) void closeQuietly(subscription);
    if (!this.connection || this.wanted === 'cancelled') return;
    this.isTopologyInDoubt = true;
    this.failures++;
    const { log, queue, refusals } = this.options;
    const refusal = refusalIn(error);
    if (refusal !== null) refusals.note('read', `queue ${queue}`, { ...refusal, isTrouble: true });
    else log.warn({ queue, err: error }, 'the consumer lost its channel and takes another');
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.turn(), backoffMs(this.failures, BROKER_BACKOFF));
  }
}

function ackBatcherOf(channel: Channel, prefetch: number): AckBatcher {
  const send = (deliveryTag: number, multiple: boolean): void => {
    // amqplib reads only the tag.
    const message = { fields: { deliveryTag } } as ConsumeMessage;
    channel.ack(message, multiple);
  };
  return new AckBatcher(send, prefetch);
}

/** Only the broker's own redelivery count is trusted: a sender may set any header. */
function deliveryCountOf({ fields, properties }: ConsumeMessage): number {
  if (!fields.redelivered) return 0;
  const count: unknown = properties.headers?.['x-delivery-count'];
  return typeof count === 'number' && count > 0 ? count : 1;
}

/** From here until the broker confirms, every acknowledgement on the channel would throw. */
async function closeQuietly({ channel, acks }: Subscription): Promise<void> {
  acks.close();
  await closeSurely(channel);
}
