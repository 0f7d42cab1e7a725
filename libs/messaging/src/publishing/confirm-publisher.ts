import type { ConfirmChannel, Message, Options } from 'amqplib';
import type { OutgoingMessage, PublishOutcome } from '#bus';
import type { Account } from './account.js';
import type { BusLogger } from '../reporting/bus-logger.js';
import { wireHeaders } from './wire-headers.js';
import { PublishBatch } from './publish-batch.js';

export interface PublisherOptions {
  readonly log: BusLogger;
  readonly confirmTimeoutMs: number;
  /** How many messages may be published and not yet confirmed. */
  readonly inFlightMax: number;
  readonly account: Account;
  /** The confirm did not come in time. */
  readonly onStall: () => void;
}

/** How many may wait for their turn; further ones are answered `unknown` at once. */
const WAITING_MAX = 10_000;
/** Tells messages with the same id (or none) apart while they are in flight. */
const PUBLISH_ID_HEADER = 'x-publish-id';

interface Publication {
  readonly message: OutgoingMessage;
  readonly batch: PublishBatch;
  /** Its position in the batch. */
  readonly index: number;
}

/**
 * Publishes on one confirm channel and matches what comes back. Messages published before the
 * channel is open wait for it, but no longer than for a confirm.
 *
 * A confirm alone says little: an unroutable message is first returned and then confirmed as well.
 * Returns are matched by message id, confirms by amqplib's callback; the broker sends a message's
 * return before its confirm. When its channel ends, the publisher ends for good.
 */
export class ConfirmPublisher {
  private readonly waiting: Publication[] = [];
  private readonly inFlight = new Map<string, Publication>();
  private readonly returned = new Set<string>();
  private readonly batches = new Set<PublishBatch>();
  private publishIds = 0;
  private isBufferFull = false;
  private isPumpScheduled = false;
  private isClosed = false;
  private channel: ConfirmChannel | null = null;

  /**
   * Rejects when the channel could not be opened; `close` then ends the messages that wait for it.
   */
  readonly opened: Promise<ConfirmChannel>;

  constructor(
    opening: Promise<ConfirmChannel>,
    private readonly options: PublisherOptions,
  ) {
    this.opened = opening.then((channel) => {
      if (!this.isClosed) this.attach(channel);
      return channel;
    });
  }

  publish(messages: readonly OutgoingMessage[]): Promise<readonly PublishOutcome[]> {
    const isTooMuch = this.waiting.length + messages.length > WAITING_MAX;
    if (this.isClosed || isTooMuch) return Promise.resolve(messages.map(() => 'unknown'));
    const batch = new PublishBatch(messages.length, this.options.confirmTimeoutMs, () =>
      this.options.onStall(),
    );
    this.batches.add(batch);
    void batch.done.then(() => this.batches.delete(batch));
    messages.forEach((message, index) => this.waiting.push({ message, batch, index }));
    this.pump();
    return batch.done;
  }

  /** Resolves when everything published has its outcome. */
  async whenIdle(): Promise<void> {
    await Promise.all([...this.batches].map((batch) => batch.done));
  }

  /** The channel is gone: messages without an outcome may or may not have arrived. */
  close(outcomeOf: (message: OutgoingMessage) => PublishOutcome = () => 'unknown'): void {
    this.isClosed = true;
    for (const { batch, index, message } of [...this.inFlight.values(), ...this.waiting]) {
      batch.settle(index, outcomeOf(message));
    }
    for (const batch of this.batches) batch.giveUp();
    this.waiting.length = 0;
    this.inFlight.clear();
    this.returned.clear();
  }

  private attach(channel: ConfirmChannel): void {
    this.channel = channel;
    channel.on('return', (message) => this.returned.add(keyOfReturned(message)));
    channel.on('drain', () => {
      this.isBufferFull = false;
      this.pump();
    });
    this.pump();
  }

  /** Messages published, or about to be, that have no outcome yet. */
  get pending(): readonly OutgoingMessage[] {
    return [...this.inFlight.values(), ...this.waiting].map(({ message }) => message);
  }

  private pump(): void {
    this.isPumpScheduled = false;
    const { channel } = this;
    if (this.waiting.length === 0 || this.isClosed || channel === null) return;
    let sent = 0;
    while (this.inFlight.size < this.options.inFlightMax && !this.isBufferFull) {
      const publication = this.waiting[sent];
      if (!publication) break;
      sent++;
      // Its deadline passed while it waited and its outcome was reported: it must not be sent any
      // more.
      if (!publication.batch.isDone) this.send(channel, publication);
    }
    this.waiting.splice(0, sent);
  }

  private send(channel: ConfirmChannel, publication: Publication): void {
    const { message } = publication;
    const { messageId } = message.properties;
    const isAmbiguous = messageId === undefined || this.inFlight.has(messageId);
    const publishId = isAmbiguous ? `${PUBLISH_ID_HEADER}:${++this.publishIds}` : null;
    const key = publishId ?? messageId ?? '';
    this.inFlight.set(key, publication);
    try {
      const hasRoom = channel.publish(
        message.exchange,
        message.routingKey,
        message.body,
        publishOptions(message, publishId, this.options.account.vouchedFor),
        (error: unknown) => this.settle(key, error ? 'unknown' : 'confirmed'),
      );
      if (!hasRoom) this.isBufferFull = true;
    } catch (error) {
      // Nothing was written: the channel has just closed, or a property cannot be encoded.
      this.options.log.error({ err: error, messageId }, 'a message could not be published');
      this.settle(key, 'unknown');
    }
  }

  private settle(key: string, outcome: 'confirmed' | 'unknown'): void {
    const publication = this.inFlight.get(key);
    if (!publication) return;
    this.inFlight.delete(key);
    const isReturned = this.returned.delete(key);
    const { batch, index } = publication;
    batch.settle(index, isReturned && outcome === 'confirmed' ? 'unroutable' : outcome);
    if (this.waiting.length === 0 || this.isPumpScheduled) return;
    // Confirms come in groups, so the messages that they make room for are sent together.
    this.isPumpScheduled = true;
    queueMicrotask(() => this.pump());
  }
}

function publishOptions(
  message: OutgoingMessage,
  publishId: string | null,
  account: string | null,
): Options.Publish {
  const { headers, contentType = 'application/json', ...others } = message.properties;
  const { messageId, correlationId, replyTo, type, appId, timestamp } = others;
  return {
    messageId,
    correlationId,
    replyTo,
    type,
    appId,
    timestamp,
    headers: wireHeaders(
      publishId === null ? headers : { ...headers, [PUBLISH_ID_HEADER]: publishId },
    ),
    contentType,
    persistent: true,
    ...(message.isVouchedFor === true && account !== null ? { userId: account } : {}),
    mandatory: message.isOptional !== true,
  };
}

function keyOfReturned({ properties }: Message): string {
  const publishId: unknown = properties.headers?.[PUBLISH_ID_HEADER];
  return typeof publishId === 'string' ? publishId : String(properties.messageId);
}
