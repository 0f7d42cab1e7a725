import type { ChannelModel, ConfirmChannel } from 'amqplib';
import type { OutgoingMessage, PublishOutcome, Topology } from '#bus';
import type { Account } from './account.js';
import type { BusLogger } from '../reporting/bus-logger.js';
import { ConfirmPublisher } from './confirm-publisher.js';
import { amqpCodeOf, REPLY_CODE } from '../reporting/bus-errors.js';
import { refusalIn, type Refusal, type Refusals } from '../topology/refusals.js';

export interface PublishersOptions {
  readonly log: BusLogger;
  readonly confirmTimeoutMs: number;
  /** How many messages to one exchange may be published and not yet confirmed. */
  readonly inFlightMax: number;
  readonly account: Account;
  readonly refusals: Refusals;
  /** The confirm did not come in time. */
  readonly onStall: () => void;
  /** A channel ended for a reason that its messages do not explain. */
  readonly onLost: (reason: string) => void;
  /**
   * The broker no longer has such an exchange; these outcomes are for messages on their way to it.
   */
  readonly onMissing: (exchange: string) => PublishOutcome;
}

/**
 * Publishes on one connection, with a channel for each exchange. A message that the account may not
 * publish closes its channel and loses what is in flight there; replies must not be lost because
 * something else was refused.
 */
export class Publishers {
  private readonly byExchange = new Map<string, ConfirmPublisher>();

  constructor(
    private readonly connection: ChannelModel,
    private readonly options: PublishersOptions,
  ) {}

  /** Opens a channel early, so that the first message does not have to wait for it. */
  async prepare({ exchanges }: Topology): Promise<void> {
    const names = ['', ...exchanges.map(({ name }) => name)];
    const added = names.filter((name) => !this.byExchange.has(name));
    await Promise.all(added.map((exchange) => this.publisherTo(exchange).opened));
  }

  async publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    const [first] = messages;
    if (!first) return [];
    const isToOne = messages.every(({ exchange }) => exchange === first.exchange);
    if (isToOne) return this.publishTo(first.exchange, messages);
    const exchanges = [...new Set(messages.map(({ exchange }) => exchange))];
    const groups = exchanges.map((exchange) =>
      this.publishTo(
        exchange,
        messages.filter((message) => message.exchange === exchange),
      ),
    );
    const outcomes = new Map<string, PublishOutcome[]>();
    (await Promise.all(groups)).forEach((group, index) =>
      outcomes.set(exchanges[index] ?? '', [...group]),
    );
    return messages.map(({ exchange }) => outcomes.get(exchange)?.shift() ?? 'unknown');
  }

  /** Resolves when everything published has its outcome. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.byExchange.values()].map((publisher) => publisher.whenIdle()));
  }

  /** The connection is gone. */
  close(): void {
    for (const publisher of this.byExchange.values()) publisher.close();
    this.byExchange.clear();
  }

  private publishTo(
    exchange: string,
    messages: readonly OutgoingMessage[],
  ): Promise<readonly PublishOutcome[]> {
    if (this.options.refusals.isEmpty) return this.publisherTo(exchange).publish(messages);
    return this.publishUnrefused(exchange, messages);
  }

  private async publishUnrefused(
    exchange: string,
    messages: readonly OutgoingMessage[],
  ): Promise<readonly PublishOutcome[]> {
    const { refusals } = this.options;
    const places = ({ routingKey }: OutgoingMessage) => [
      exchangeNamed(exchange),
      topicNamed(exchange, routingKey),
    ];
    const isRefused = messages.map((message) =>
      places(message).some((place) => refusals.isRecent('write', place)),
    );
    const rest = messages.filter((_, index) => !isRefused[index]);
    if (rest.length === 0) return messages.map(() => 'refused');
    const outcomes = await this.publisherTo(exchange).publish(rest);
    rest.forEach((message, index) => {
      if (outcomes[index] === 'unknown' || outcomes[index] === 'refused') return;
      for (const place of places(message)) refusals.allow('write', place);
    });
    const left = [...outcomes];
    return isRefused.map((refused) => (refused ? 'refused' : (left.shift() ?? 'unknown')));
  }

  private publisherTo(exchange: string): ConfirmPublisher {
    const known = this.byExchange.get(exchange);
    if (known) return known;
    const publisher = new ConfirmPublisher(this.connection.createConfirmChannel(), this.options);
    this.byExchange.set(exchange, publisher);
    publisher.opened.then(
      (channel) => this.watch(channel, exchange, publisher),
      (error: unknown) => this.end(exchange, publisher, error),
    );
    return publisher;
  }

  private watch(channel: ConfirmChannel, exchange: string, publisher: ConfirmPublisher): void {
    const { log } = this.options;
    // Before `close`, in which amqplib tells each message that it failed, but not why.
    channel.on('error', (error: unknown) => this.end(exchange, publisher, error));
    channel.on('handler-error', (error, event) => {
      log.error({ event, err: error }, 'a listener of the bus failed');
    });
    channel.on('close', () => this.end(exchange, publisher, null));
  }

  /**
   * When its channel ends, a publisher ends for good; the next message to the exchange gets
   * another.
   */
  private end(exchange: string, publisher: ConfirmPublisher, cause: unknown): void {
    // It ended with the connection, or earlier.
    if (this.byExchange.get(exchange) !== publisher) return;
    this.byExchange.delete(exchange);
    const refusal = refusalIn(cause);
    if (refusal !== null) return this.refuse(exchange, publisher, refusal);
    const code = amqpCodeOf(cause);
    if (code === REPLY_CODE.notFound) {
      const outcome = this.options.onMissing(exchange);
      return publisher.close(() => outcome);
    }
    publisher.close();
    if (code === REPLY_CODE.preconditionFailed && /user_id/.test(String(cause))) {
      return this.options.account.becomeAnonymous();
    }
    // Without a cause it was the connection that ended.
    if (cause !== null) {
      this.options.log.warn({ err: cause, exchange }, 'the publishing channel failed');
    }
    this.options.onLost('the publishing channel was closed');
  }

  /** Other topics of the exchange may be allowed, so the messages in flight to them are retried. */
  private refuse(exchange: string, publisher: ConfirmPublisher, refusal: Refusal): void {
    const { topic, brokerSays } = refusal;
    const place = topic === null ? exchangeNamed(exchange) : topicNamed(exchange, topic);
    const isTrouble = publisher.pending.some(({ hasOtherWay }) => hasOtherWay !== true);
    this.options.refusals.note('write', place, { brokerSays, isTrouble });
    publisher.close(({ routingKey }) =>
      topic === null || topic === routingKey ? 'refused' : 'unknown',
    );
  }
}

function exchangeNamed(exchange: string): string {
  return exchange === '' ? 'default exchange' : `exchange ${exchange}`;
}

function topicNamed(exchange: string, topic: string): string {
  return `topic ${topic} of the exchange ${exchange}`;
}
