import type { BusConsumer, Delivery, MessageBus } from '#bus';
import type { JsonValue } from '#protocol';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { Backoff, type Clock, type ReportFault } from '#resilience';
import { PipelineClosedError, PipelineOverloadedError } from '../pipeline/pipeline-errors.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import { isTransientOfStore, type DeadMessage } from '#ports';

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
  readonly clock: Clock;
  /**
   * Resolves when the message may be acknowledged; with a reason when it cannot be used. With the
   * store away or overloaded it may reject: it is called again.
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

const RETRY = { initialMs: 100, maxMs: 5000 };
const UNPROCESSABLE = { reason: 'UNPROCESSABLE' };

/**
 * Takes messages off a queue. What cannot be used goes where a person sees it; each message is
 * acknowledged after what it led to is committed, and never before.
 */
export class QueueWorker {
  private consumer: BusConsumer | null = null;
  private readonly suspects: Delivery[] = [];
  private isWithSuspect = false;
  private processed = 0;
  private inHand = 0;
  private isStopped = false;

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
    this.isStopped = true;
    await this.consumer?.cancel();
    this.consumer = null;
  }

  /** Messages acknowledged since the start. */
  get processedCount(): number {
    return this.processed;
  }

  /** Taken, and neither acknowledged nor given up yet. */
  get inHandCount(): number {
    return this.inHand;
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
    this.inHand++;
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
    await this.finish(delivery);
    this.inHand--;
  }

  private async finish(delivery: Delivery): Promise<void> {
    let unusable: Unusable | null | 'stopped';
    try {
      unusable = await this.process(delivery);
    } catch (error) {
      unusable = await this.processPatiently(delivery, error);
    }
    if (unusable === 'stopped') return;
    if (unusable !== null && !(await this.setAside(delivery, unusable))) return;
    delivery.ack();
    this.processed++;
  }

  /** Again and again while the store is away; what fails for another reason cannot be used. */
  private async processPatiently(
    delivery: Delivery,
    failure: unknown,
  ): Promise<Unusable | null | 'stopped'> {
    const { clock, report, queue } = this.options;
    const backoff = new Backoff(clock, RETRY);
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
    const detail = `it was delivered ${delivery.deliveryCount} times and never settled`;
    return Promise.resolve({ reason: 'REDELIVERED_TOO_OFTEN', detail, sagaId: null });
  }

  /** Whether it is kept; what is not is not acknowledged, and comes again with a new connection. */
  private async setAside(delivery: Delivery, unusable: Unusable): Promise<boolean> {
    const { deadMessages, source, report, queue } = this.options;
    const { body, cut } = delivery;
    const properties = propertiesOf(delivery);
    try {
      await deadMessages.keep({
        source,
        ...unusable,
        body,
        properties,
        ...(cut === undefined ? {} : { cut }),
      });
      return true;
    } catch (error) {
      report({ during: `set aside a message of ${queue}`, error });
      return false;
    }
  }
}

/** It is not the message's fault, and may pass. */
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
