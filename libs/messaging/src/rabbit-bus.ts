import { waitAtMost } from '#resilience';
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
} from '#bus';
import {
  BusClosedError,
  BusDisconnectedError,
  BusNotOpenedError,
  QueueMissingError,
  QueueNotDeclaredError,
} from './reporting/bus-errors.js';
import { Account } from './publishing/account.js';
import { BusListeners } from './bus-listeners.js';
import { checkQueue } from './topology/check-queue.js';
import { ConnectionKeeper, type KeeperOptions } from './connection/connection-keeper.js';
import { Declarer } from './topology/declarer.js';
import { askByPublishing, askForChannel } from './topology/probe-questions.js';
import { keepConsumer, type KeptConsumer } from './consuming/kept-consumer.js';
import { Publishers } from './publishing/publishers.js';
import { withFloodGuard, type RabbitBusOptions } from './rabbit-bus-options.js';
import type { ConsumerOptions } from './consuming/rabbit-consumer.js';
import { Refusals } from './topology/refusals.js';

/** How often declarations that were refused are retried. */
const REDECLARE_EVERY_MS = 2_000;
/** How often bindings and queues that somebody may have removed on the broker are restored. */
const CHECK_EVERY_MS = 10_000;

/**
 * The bus on RabbitMQ.
 *
 * It has one connection to publish, one to declare and ask, and one for each consumer, so that the
 * end of one does not affect the others. A broker short of memory stops reading from connections
 * that publish. Each is kept up by itself; messages without a confirm when the publishing
 * connection ends are `unknown`.
 */
export class RabbitBus implements MessageBus {
  readonly durable = true;

  private readonly publishing: ConnectionKeeper;
  private readonly control: ConnectionKeeper;
  private publishers: Publishers | null = null;
  private readonly declarer: Declarer;
  private readonly refused: Refusals;
  private readonly account: Account;
  private readonly redeclaring: NodeJS.Timeout;
  private readonly checking: NodeJS.Timeout;
  private readonly consumers = new Set<KeptConsumer>();
  private readonly listeners = new BusListeners();
  private isClosed = false;
  /** The same promise for everyone who opens a shared bus. */
  private opening: Promise<void> | null = null;

  constructor(private readonly options: RabbitBusOptions) {
    this.options = withFloodGuard(options);
    const { log } = this.options;
    this.account = new Account(options.url, log);
    this.refused = new Refusals(this.account.name, log);
    const onLost = (queues: readonly string[]) => this.listeners.tellLoss(queues);
    this.declarer = new Declarer(this.refused, log, onLost);
    this.redeclaring = setInterval(() => this.declareRefused(), REDECLARE_EVERY_MS).unref();
    const { checkEveryMs = CHECK_EVERY_MS } = options;
    this.checking = setInterval(() => void this.keepBound(), checkEveryMs).unref();
    this.publishing = this.keeper('publish', {
      setUp: (connection) => this.setUpPublishing(connection),
      question: askByPublishing,
    });
    this.control = this.keeper('control', {
      setUp: (connection) => this.declarer.declareAll(connection),
      question: askForChannel,
    });
  }

  /** @throws TopologyMismatchError, BusClosedError */
  async open(topology: Topology): Promise<void> {
    if (this.opening === null) {
      this.declarer.add(topology);
      this.opening = this.connect();
      return this.opening;
    }
    await this.opening;
    if (this.isClosed) throw new BusClosedError();
    await this.declare(topology);
  }

  private async connect(): Promise<void> {
    try {
      await this.control.open();
      this.declarer.markDeclared();
      await this.publishing.open();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /**
   * Returns at once while disconnected: the next connection declares it.
   * @throws BusNotOpenedError, TopologyMismatchError, AccessRefusedError: then nothing has changed
   */
  async declare(topology: Topology): Promise<void> {
    if (this.opening === null) throw new BusNotOpenedError();
    if (this.control.connection) await this.declarer.declare(this.control.connection, topology);
    this.declarer.add(topology);
    // If the connection is lost meanwhile, the next one has channels of its own.
    if (!this.publishing.isBlocked) await this.publishers?.prepare(topology).catch(() => null);
  }

  publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    if (!this.publishers || this.publishing.isBlocked) {
      return Promise.resolve(messages.map(() => 'unknown'));
    }
    return this.publishers.publish(messages);
  }

  /** @throws QueueNotDeclaredError, BusClosedError */
  async consume(
    queue: string,
    options: { readonly prefetch: number },
    onDelivery: (delivery: Delivery) => void,
  ): Promise<BusConsumer> {
    if (this.isClosed) throw new BusClosedError();
    this.requireDeclared(queue);
    const kept = this.newConsumer({ queue, prefetch: options.prefetch, onDelivery });
    this.consumers.add(kept);
    const opened = kept.keeper.open().catch((error: unknown) => {
      this.consumers.delete(kept);
      throw error;
    });
    opened.catch((error: unknown) => this.sayNotConsumed(queue, error));
    // While the broker is away there is nothing to wait for.
    if (this.control.connection) await Promise.race([opened, kept.keeper.tried]);
    return {
      pause: () => kept.consumer.pause(),
      resume: () => kept.consumer.resume(),
      cancel: async () => {
        await kept.consumer.cancel();
        await kept.keeper.close();
        this.consumers.delete(kept);
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
    const connection = this.control.connection;
    if (!connection) throw new BusDisconnectedError();
    return checkQueue(connection, queue);
  }

  status(): BusStatus {
    const isLost = [...this.consumers].some(
      ({ consumer, keeper }) => keeper.isLost && !consumer.isCancelled,
    );
    if (!this.publishers || !this.control.connection || isLost) return 'disconnected';
    return this.publishing.isBlocked ? 'blocked' : 'connected';
  }

  refusals(): readonly string[] {
    return this.refused.list();
  }

  onStatus(listener: (status: BusStatus) => void): void {
    this.listeners.onStatus(listener);
  }

  onLoss(listener: (queues: readonly string[]) => void): void {
    this.listeners.onLoss(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.redeclaring);
    clearInterval(this.checking);
    const { closeTimeoutMs = 3_000 } = this.options;
    // A frozen broker answers nothing; then its sockets are destroyed.
    await waitAtMost(this.closeGracefully(), closeTimeoutMs);
    for (const keeper of this.keepers()) keeper.destroy();
  }

  private async closeGracefully(): Promise<void> {
    const cancelled = [...this.consumers].map(({ consumer }) => consumer.cancel());
    await Promise.all([...cancelled, this.publishers?.whenIdle()]);
    await Promise.all(this.keepers().map((keeper) => keeper.close()));
  }

  private keepers(): readonly ConnectionKeeper[] {
    return [this.publishing, this.control, ...[...this.consumers].map(({ keeper }) => keeper)];
  }

  private keeper(role: string, use: Pick<KeeperOptions, 'setUp' | 'question'>): ConnectionKeeper {
    const { url, setting, name, log } = this.options;
    const connectionName = `${name}-${role}`;
    return new ConnectionKeeper({
      url,
      setting,
      connectionName,
      log,
      ...use,
      onChange: () => this.report(),
    });
  }

  private async setUpPublishing(connection: ChannelModel): Promise<void> {
    this.refused.tryAllAgain();
    await this.declarer.declareAll(connection);
    const { log, confirmTimeoutMs = 10_000, inFlightMax = 500 } = this.options;
    const publishers = new Publishers(connection, {
      log,
      confirmTimeoutMs,
      inFlightMax,
      account: this.account,
      refusals: this.refused,
      onStall: () => {
        // An alarm explains the silence: the broker will still confirm what it has received.
        if (!this.publishing.isBlocked) this.publishing.recycle('no confirm in time');
      },
      onLost: (reason) => this.publishing.recycle(reason),
      onMissing: (exchange) => this.onMissing(exchange, connection),
    });
    await publishers.prepare(this.declarer.topology);
    connection.on('close', () => {
      publishers.close();
      if (this.publishers !== publishers) return;
      this.publishers = null;
      this.report();
    });
    this.publishers = publishers;
  }

  /** No one can bind to a queue that is not ours to declare; ours was deleted, or is lost. */
  private onMissing(exchange: string, connection: ChannelModel): PublishOutcome {
    const isOurs = this.declarer.topology.exchanges.some(({ name }) => name === exchange);
    if (!isOurs) return 'unroutable';
    this.declareAgain(connection);
    return 'unknown';
  }

  private declareRefused(): void {
    const { connection } = this.control;
    if (connection && this.refused.has('configure')) this.declareAgain(connection);
  }

  private async keepBound(): Promise<void> {
    const { connection } = this.control;
    // every two seconds refused declarations are repeated unchanged, including bindings
    if (connection && !this.refused.has('configure')) await this.declarer.keepBound(connection);
  }

  private declareAgain(connection: ChannelModel): void {
    this.declarer.declareAll(connection).catch((error: unknown) => {
      this.options.log.warn({ err: error }, 'the topology cannot be declared again');
      this.publishing.recycle('the topology cannot be declared again');
    });
  }

  private newConsumer(
    wanted: Pick<ConsumerOptions, 'queue' | 'prefetch' | 'onDelivery'>,
  ): KeptConsumer {
    const { queue } = wanted;
    return keepConsumer(
      {
        ...wanted,
        log: this.options.log,
        declare: (connection) => this.declarer.declareFor(connection, queue),
        refusals: this.refused,
      },
      (use) => this.keeper(`consume-${queue}`, use),
    );
  }

  private sayNotConsumed(queue: string, error: unknown): void {
    if (!this.isClosed) this.options.log.error({ queue, err: error }, 'a queue is not consumed');
  }

  private requireDeclared(queue: string): void {
    if (!this.declarer.has(queue)) throw new QueueNotDeclaredError(queue);
  }

  private report(): void {
    this.listeners.tellStatus(this.status());
  }
}
