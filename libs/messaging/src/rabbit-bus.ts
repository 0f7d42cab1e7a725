import type { ChannelModel } from 'amqplib';
import {
  type BusConsumer,
  type BusStatus,
  type Delivery,
  type MessageBus,
  type OutgoingMessage,
  type PublishOutcome,
  type QueueState,
  type Topology,
} from '#contracts';
import {
  BusClosedError,
  BusDisconnectedError,
  QueueMissingError,
  QueueNotDeclaredError,
} from './bus-errors.js';
import type { BusLogger } from './bus-logger.js';
import { checkQueue } from './check-queue.js';
import { ConfirmPublisher } from './confirm-publisher.js';
import { ConnectionKeeper } from './connection-keeper.js';
import { declareTopology } from './declare-topology.js';
import { mergeTopologies, NO_TOPOLOGY } from './merge-topologies.js';
import { RabbitConsumer } from './rabbit-consumer.js';

export interface RabbitBusOptions {
  /** `amqp://` or `amqps://`, with credentials and virtual host. */
  readonly url: string;
  /** Names the connections in the broker's list: `conductor-1` becomes `conductor-1-publish`. */
  readonly name: string;
  readonly log: BusLogger;
  /** Without a confirm for this long a message is `unknown`. Default 10 s. */
  readonly confirmTimeoutMs?: number;
  /** `close()` takes no longer. Default 3 s. */
  readonly closeTimeoutMs?: number;
  /** Published and not yet confirmed, at most. Default 500. */
  readonly inFlightMax?: number;
}

/**
 * The bus on RabbitMQ.
 *
 * Two connections: a broker short of memory stops reading from those that publish, and the
 * acknowledgements of consumers must not wait there with them. Each is kept up by itself; any fault
 * while publishing ends the publishing connection, and what had no confirm by then is `unknown`.
 */
export class RabbitBus implements MessageBus {
  readonly durable = true;

  private topology = NO_TOPOLOGY;
  private readonly publishing: ConnectionKeeper;
  private readonly consuming: ConnectionKeeper;
  private publisher: ConfirmPublisher | null = null;
  private readonly consumers = new Set<RabbitConsumer>();
  private readonly listeners: ((status: BusStatus) => void)[] = [];
  private lastStatus: BusStatus = 'disconnected';
  private isClosed = false;
  /** The same for all who open a bus that they share. */
  private opening: Promise<void> | null = null;
  /** The two connections of one bus never declare at the same time. */
  private declaring: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RabbitBusOptions) {
    this.publishing = this.keeper('publish', (connection) => this.setUpPublishing(connection));
    this.consuming = this.keeper('consume', (connection) => this.setUpConsuming(connection));
  }

  /** @throws TopologyMismatchError, BusClosedError */
  async open(topology: Topology): Promise<void> {
    if (this.opening === null) {
      this.topology = mergeTopologies(this.topology, topology);
      this.opening = this.connect();
      return this.opening;
    }
    await this.opening;
    if (this.isClosed) throw new BusClosedError();
    await this.declare(topology);
  }

  private async connect(): Promise<void> {
    try {
      await this.consuming.open();
      await this.publishing.open();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /**
   * While disconnected it returns at once: the next connection declares it.
   * @throws TopologyMismatchError, and the topology stays as it was
   */
  async declare(topology: Topology): Promise<void> {
    const connection = this.consuming.connection;
    if (connection) await this.declareOn(connection, topology);
    this.topology = mergeTopologies(this.topology, topology);
  }

  publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    if (!this.publisher || this.publishing.isBlocked) {
      return Promise.resolve(messages.map(() => 'unknown'));
    }
    return this.publisher.publish(messages);
  }

  /** @throws QueueNotDeclaredError, BusClosedError */
  async consume(
    queue: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void,
  ): Promise<BusConsumer> {
    if (this.isClosed) throw new BusClosedError();
    this.requireDeclared(queue);
    const consumer = new RabbitConsumer({
      queue,
      prefetch: options.prefetch,
      onDelivery,
      log: this.options.log,
      declare: (connection) => this.declareOn(connection, this.topology),
    });
    this.consumers.add(consumer);
    const connection = this.consuming.connection;
    if (connection) await consumer.attach(connection);
    return {
      pause: () => consumer.pause(),
      resume: () => consumer.resume(),
      cancel: async () => {
        this.consumers.delete(consumer);
        await consumer.cancel();
      },
    };
  }

  /** @throws QueueNotDeclaredError, QueueMissingError, BusDisconnectedError */
  async inspect(queue: string): Promise<QueueState> {
    this.requireDeclared(queue);
    const state = await this.findQueue(queue);
    if (state === null) throw new QueueMissingError(queue);
    return state;
  }

  /** @throws BusDisconnectedError */
  async findQueue(queue: string): Promise<QueueState | null> {
    const connection = this.consuming.connection;
    if (!connection) throw new BusDisconnectedError();
    return checkQueue(connection, queue);
  }

  status(): BusStatus {
    if (!this.publisher || !this.consuming.connection) return 'disconnected';
    return this.publishing.isBlocked ? 'blocked' : 'connected';
  }

  onStatus(listener: (status: BusStatus) => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { closeTimeoutMs = 3_000 } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeTimeoutMs);
    });
    // A frozen broker answers nothing; then the sockets are closed under it.
    await Promise.race([this.closeGracefully(), deadline]);
    clearTimeout(timer);
    this.publishing.destroy();
    this.consuming.destroy();
  }

  private async closeGracefully(): Promise<void> {
    const cancelled = [...this.consumers].map((consumer) => consumer.cancel());
    await Promise.all([...cancelled, this.publisher?.whenIdle()]);
    await Promise.all([this.publishing.close(), this.consuming.close()]);
  }

  private keeper(
    role: 'publish' | 'consume',
    setUp: (connection: ChannelModel) => Promise<void>,
  ): ConnectionKeeper {
    const { url, name, log } = this.options;
    const connectionName = `${name}-${role}`;
    return new ConnectionKeeper({ url, connectionName, log, setUp, onChange: () => this.report() });
  }

  private async setUpPublishing(connection: ChannelModel): Promise<void> {
    await this.declareOn(connection, this.topology);
    const { log, confirmTimeoutMs = 10_000, inFlightMax = 500 } = this.options;
    const channel = await connection.createConfirmChannel();
    const publisher = new ConfirmPublisher(channel, {
      log,
      confirmTimeoutMs,
      inFlightMax,
      onStall: () => {
        // An alarm of the broker explains the silence: what it has taken will still be confirmed.
        if (!this.publishing.isBlocked) this.publishing.recycle('no confirm in time');
      },
    });
    channel.on('error', (error) => log.warn({ err: error }, 'the publishing channel failed'));
    channel.on('handler-error', (error, event) => {
      log.error({ event, err: error }, 'a listener of the bus failed');
    });
    channel.on('close', () => {
      publisher.close();
      if (this.publisher !== publisher) return;
      this.publisher = null;
      this.publishing.recycle('the publishing channel was closed');
      this.report();
    });
    this.publisher = publisher;
  }

  private async setUpConsuming(connection: ChannelModel): Promise<void> {
    await this.declareOn(connection, this.topology);
    connection.on('close', () => {
      for (const consumer of this.consumers) consumer.detach();
    });
    await Promise.all([...this.consumers].map((consumer) => consumer.attach(connection)));
  }

  private declareOn(connection: ChannelModel, topology: Topology): Promise<void> {
    const declared = this.declaring.then(() => declareTopology(connection, topology));
    // The next in line waits for this one, whatever becomes of it.
    this.declaring = declared.catch(() => null);
    return declared;
  }

  private requireDeclared(queue: string): void {
    const isDeclared = this.topology.queues.some(({ name }) => name === queue);
    if (!isDeclared) throw new QueueNotDeclaredError(queue);
  }

  private report(): void {
    const status = this.status();
    if (status === this.lastStatus) return;
    this.lastStatus = status;
    for (const listener of this.listeners) listener(status);
  }
}
