import type { DeadMessageReason } from '#contracts';
import type { BusConsumer, Delivery, MessageBus } from '#bus';
import type { JsonValue } from '#protocol';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { Backoff, type Clock, type ReportFault, RETRY_BOUNDS } from '#resilience';
import { PipelineClosedError, PipelineOverloadedError } from '../pipeline/pipeline-errors.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import { Fifo } from '../queues/fifo.js';
import { isTransientOfStore, type DeadMessage } from '#ports';

export interface QueueWorkerOptions {
  readonly bus: MessageBus;
  readonly pipeline: Pick<TransitionPipeline, 'onAvailability' | 'isStoreAvailable'>;
  readonly deadMessages: DeadMessageKeeper;
  readonly report: ReportFault;
  readonly queue: string;
  /**
   * Largest number of unacknowledged messages, and of those that are processed at a time: what an
   * envelope carries counts one by one, and what is beyond the number waits.
   */
  readonly prefetch: number;
  /** The messages that a delivery carries. Default: it is one itself. */
  readonly open?: (delivery: Delivery) => readonly Delivery[];
  /** The kind of messages on the queue, which is recorded with a dead message. */
  readonly source: DeadMessage['source'];
  readonly clock: Clock;
  /**
   * Resolves when the message may be acknowledged; with a reason if it is unusable. It may reject
   * while the store is away or overloaded: it is then called again.
   */
  readonly process: (delivery: Delivery) => Promise<Unusable | null>;
}

/** Why a message cannot be used. `reason` is stable, `detail` is for people. */
export interface Unusable {
  readonly reason: DeadMessageReason;
  readonly detail: string;
  readonly sagaId: string | null;
}

/** What is in hand: a message, or a part of an envelope. */
interface Carried {
  readonly delivery: Delivery;
  readonly message: MessageInHand;
}

interface MessageInHand {
  /** How many of what it carries are not finished. */
  open: number;
  /** None of those that are finished was given up. */
  isAcknowledged: boolean;
}

/** A message delivered this often is processed alone: it may be what crashes the process. */
const ISOLATED_FROM_COUNT = 5;
/** A message delivered this often is set aside unread. */
const SET_ASIDE_FROM_COUNT = 15;

const UNPROCESSABLE = { reason: 'UNPROCESSABLE' } as const;

/**
 * Consumes a queue. Stores unusable messages for a person to see. Acknowledges each message after
 * its effects are committed, and never before.
 */
export class QueueWorker {
  private consumer: BusConsumer | null = null;
  private readonly waiting = new Fifo<Carried>();
  private readonly suspects = new Fifo<Carried>();
  private isWithSuspect = false;
  private processed = 0;
  private inHand = 0;
  private inProcess = 0;
  private isStopped = false;
  private isLeaving = false;
  private whenIdle: (() => void)[] = [];

  constructor(private readonly options: QueueWorkerOptions) {
    options.pipeline.onAvailability(() => void this.followStore());
  }

  /** Begins, or goes on after `leave`. */
  async start(): Promise<void> {
    const { bus, queue, prefetch } = this.options;
    this.isLeaving = false;
    this.consumer ??= await bus.consume(queue, { prefetch }, (delivery) => this.receive(delivery));
    await this.followStore();
  }

  /** Stops the deliveries; the pipeline finishes the messages already delivered. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.consumer?.cancel();
    this.consumer = null;
  }

  /** Takes nothing new. Resolves when what is in hand is finished: another one has the queue. */
  async leave(): Promise<void> {
    this.isLeaving = true;
    await this.consumer?.pause();
    if (this.inHand > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
    if (!this.isLeaving || this.isStopped) return;
    const { consumer } = this;
    this.consumer = null;
    await consumer?.cancel();
  }

  /** Messages acknowledged since the start; an envelope is one. */
  get processedCount(): number {
    return this.processed;
  }

  /** Messages delivered and neither acknowledged nor given up yet; an envelope is one. */
  get inHandCount(): number {
    return this.inHand;
  }

  /** Pauses the consumer while the store is away, when it could not process more messages. */
  private async followStore(): Promise<void> {
    const { pipeline, queue, report } = this.options;
    try {
      if (this.isLeaving) return;
      if (pipeline.isStoreAvailable) await this.consumer?.resume();
      else await this.consumer?.pause();
    } catch (error) {
      report({ during: `pause or resume ${queue}`, error });
    }
  }

  private receive(delivery: Delivery): void {
    const opened = this.options.open?.(delivery) ?? [delivery];
    const message = { open: opened.length, isAcknowledged: true };
    const carried = opened.map((each) => ({ delivery: each, message }));
    this.inHand++;
    if (delivery.deliveryCount < ISOLATED_FROM_COUNT) {
      this.waiting.push(...carried);
      this.takeNext();
      return;
    }
    // from either end in turn: one that crashes the process keeps none of the others from its turn
    const isForward = delivery.deliveryCount % 2 === 0;
    this.suspects.push(...(isForward ? carried : carried.toReversed()));
    if (!this.isWithSuspect) void this.handleSuspects();
  }

  private takeNext(): void {
    // what has not begun when it stops is delivered to another one
    while (this.inProcess < this.options.prefetch && !this.isStopped) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.inProcess++;
      void this.handle(next).then(() => {
        this.inProcess--;
        this.takeNext();
      });
    }
  }

  private async handleSuspects(): Promise<void> {
    this.isWithSuspect = true;
    for (let next = this.suspects.shift(); next; next = this.suspects.shift()) {
      await this.handle(next);
    }
    this.isWithSuspect = false;
  }

  /** Never rejects. */
  private async handle({ delivery, message }: Carried): Promise<void> {
    if (!(await this.finish(delivery))) message.isAcknowledged = false;
    message.open--;
    if (message.open > 0) return;
    this.inHand--;
    if (message.isAcknowledged) this.processed++;
    if (this.inHand > 0) return;
    for (const resolve of this.whenIdle.splice(0)) resolve();
  }

  /** Whether it was acknowledged. */
  private async finish(delivery: Delivery): Promise<boolean> {
    let unusable: Unusable | null | 'stopped';
    try {
      unusable = await this.process(delivery);
    } catch (error) {
      unusable = await this.processPatiently(delivery, error);
    }
    if (unusable === 'stopped') return false;
    if (unusable !== null && !(await this.setAside(delivery, unusable))) return false;
    delivery.ack();
    return true;
  }

  /** Retries while the store is away; any other failure makes the message unusable. */
  private async processPatiently(
    delivery: Delivery,
    failure: unknown,
  ): Promise<Unusable | null | 'stopped'> {
    const { clock, report, queue } = this.options;
    const backoff = new Backoff(clock, RETRY_BOUNDS);
    for (let error = failure; !this.isStopped;) {
      if (error instanceof PipelineClosedError) break;
      report({ during: `handle a message of ${queue}`, error });
      if (!isTransient(error)) return { ...UNPROCESSABLE, detail: String(error), sagaId: null };
      await backoff.wait();
      try {
        if (!this.isStopped) return await this.process(delivery);
      } catch (again) {
        error = again;
      }
    }
    return 'stopped';
  }

  private process(delivery: Delivery): Promise<Unusable | null> {
    if (delivery.deliveryCount < SET_ASIDE_FROM_COUNT) return this.options.process(delivery);
    const detail = `it was delivered ${delivery.deliveryCount} times and never acknowledged`;
    return Promise.resolve({ reason: 'REDELIVERED_TOO_OFTEN', detail, sagaId: null });
  }

  /** Whether it was stored; if not, it stays unacknowledged and is redelivered. */
  private async setAside(delivery: Delivery, unusable: Unusable): Promise<boolean> {
    const { deadMessages, source, report, queue } = this.options;
    const { body, cut, exchange, routingKey } = delivery;
    const properties = propertiesOf(delivery);
    try {
      await deadMessages.keep({
        source,
        ...unusable,
        body,
        properties,
        publishedTo: { exchange, routingKey },
        ...(cut === undefined ? {} : { cut }),
      });
      return true;
    } catch (error) {
      report({ during: `set aside a message of ${queue}`, error });
      return false;
    }
  }
}

/** True for an error that is not the message's fault and may pass. */
export function isTransient(error: unknown): boolean {
  return (
    isTransientOfStore(error) ||
    error instanceof PipelineOverloadedError ||
    error instanceof PipelineClosedError
  );
}

/** What came with a message, as far as JSON can carry it. */
export function propertiesOf({ properties }: Delivery): JsonValue {
  return properties as unknown as JsonValue;
}
