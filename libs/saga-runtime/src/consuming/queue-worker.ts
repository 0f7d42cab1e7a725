import { randomUUID } from 'node:crypto';
import type { BusConsumer, Delivery, JsonValue, MessageBus } from '#contracts';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { ReportFault } from '../ports/fault-report.js';
import type { DeadMessage } from '../ports/saga-store.js';

export interface QueueWorkerOptions {
  readonly bus: MessageBus;
  readonly pipeline: Pick<TransitionPipeline, 'onAvailability' | 'isStoreAvailable'>;
  readonly deadMessages: DeadMessageKeeper;
  readonly report: ReportFault;
  readonly queue: string;
  /** Messages in hand at most. */
  readonly prefetch: number;
  /** What the queue brings, and what a dead one is filed under. */
  readonly source: DeadMessage['source'];
  /**
   * Resolves when the message may be acknowledged; with a reason when it cannot be used. Rejects
   * when it must come again.
   */
  readonly process: (delivery: Delivery) => Promise<Unusable | null>;
}

/** Why a message cannot be used. `reason` is stable, `detail` is for people. */
export interface Unusable {
  readonly reason: string;
  readonly detail: string;
  readonly sagaId: string | null;
}

/** Delivered this often, a message is handled with no other suspect: it may be what kills us. */
const ISOLATED_FROM_COUNT = 5;
/** Delivered this often even so, it is set aside unread. */
const SET_ASIDE_FROM_COUNT = 15;

/**
 * Takes messages off a queue. What cannot be used goes where a person sees it; each message is
 * acknowledged after what it led to is committed, and never before.
 */
export class QueueWorker {
  private consumer: BusConsumer | null = null;
  private readonly suspects: Delivery[] = [];
  private isWithSuspect = false;
  private processed = 0;

  constructor(private readonly options: QueueWorkerOptions) {
    options.pipeline.onAvailability(() => void this.followStore());
  }

  async start(): Promise<void> {
    const { bus, queue, prefetch } = this.options;
    this.consumer = await bus.consume(queue, { prefetch }, (delivery) => this.receive(delivery));
    await this.followStore();
  }

  /** No new messages; those in hand are finished by the pipeline. */
  async stop(): Promise<void> {
    await this.consumer?.cancel();
    this.consumer = null;
  }

  /** Messages acknowledged since the start. */
  get processedCount(): number {
    return this.processed;
  }

  /** With the store away nothing could be done with more of them. */
  private async followStore(): Promise<void> {
    const { pipeline, queue, report } = this.options;
    try {
      if (pipeline.isStoreAvailable) await this.consumer?.resume();
      else await this.consumer?.pause();
    } catch (error) {
      report({ during: `pause or resume ${queue}`, error });
    }
  }

  private receive(delivery: Delivery): void {
    if (delivery.deliveryCount < ISOLATED_FROM_COUNT) {
      void this.handle(delivery);
      return;
    }
    this.suspects.push(delivery);
    if (!this.isWithSuspect) void this.handleSuspects();
  }

  private async handleSuspects(): Promise<void> {
    this.isWithSuspect = true;
    for (let next = this.suspects.shift(); next; next = this.suspects.shift()) {
      await this.handle(next);
    }
    this.isWithSuspect = false;
  }

  /** Never rejects. */
  private async handle(delivery: Delivery): Promise<void> {
    try {
      const unusable = await this.process(delivery);
      if (unusable !== null) await this.setAside(delivery, unusable);
    } catch (error) {
      // not acknowledged: it comes again when this connection ends
      return this.options.report({ during: `handle a message of ${this.options.queue}`, error });
    }
    delivery.ack();
    this.processed++;
  }

  private async process(delivery: Delivery): Promise<Unusable | null> {
    if (delivery.deliveryCount < SET_ASIDE_FROM_COUNT) return this.options.process(delivery);
    const detail = `it was delivered ${delivery.deliveryCount} times and never settled`;
    return { reason: 'REDELIVERED_TOO_OFTEN', detail, sagaId: null };
  }

  private setAside(delivery: Delivery, unusable: Unusable): Promise<void> {
    const { deadMessages, source } = this.options;
    const properties = propertiesOf(delivery);
    return deadMessages.keep({
      ...{ id: randomUUID(), source, ...unusable, body: delivery.body, properties },
    });
  }
}

/** What came with a message, as far as JSON can carry it. */
export function propertiesOf({ properties }: Delivery): JsonValue {
  return properties as unknown as JsonValue;
}
