import { randomUUID } from 'node:crypto';
import {
  parseReply,
  type BusConsumer,
  type Delivery,
  type JsonValue,
  type MessageBus,
  type ReplyCheck,
} from '#contracts';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { ReportFault } from '../ports/fault-report.js';

export interface ReplyIntakeOptions {
  readonly bus: MessageBus;
  readonly pipeline: Pick<TransitionPipeline, 'reply' | 'onAvailability' | 'isStoreAvailable'>;
  readonly deadMessages: DeadMessageKeeper;
  readonly report: ReportFault;
  readonly queue: string;
  /** Of correlation ids; several while one replaces another. */
  readonly secrets: string | readonly string[];
  /** Replies in hand at most. Default 500. */
  readonly prefetch?: number;
}

/** Delivered this often, a reply is handled with no other suspect: it may be what kills us. */
const ISOLATED_FROM_COUNT = 5;
/** Delivered this often even so, it is set aside unread. */
const SET_ASIDE_FROM_COUNT = 15;

type BadReply = Extract<ReplyCheck, { ok: false }>;

/**
 * Takes replies off the queue. Good ones go through the pipeline, the rest where a person sees
 * them; each is acknowledged after that is committed, and never before.
 */
export class ReplyIntake {
  private consumer: BusConsumer | null = null;
  private readonly suspects: Delivery[] = [];
  private isWithSuspect = false;
  private processed = 0;

  constructor(private readonly options: ReplyIntakeOptions) {
    options.pipeline.onAvailability(() => void this.followStore());
  }

  async start(): Promise<void> {
    const { bus, queue, prefetch = 500 } = this.options;
    this.consumer = await bus.consume(queue, { prefetch }, (delivery) => this.receive(delivery));
    await this.followStore();
  }

  /** No new replies; those in hand are finished by the pipeline. */
  async stop(): Promise<void> {
    await this.consumer?.cancel();
    this.consumer = null;
  }

  /** Replies acknowledged since the start. */
  get processedCount(): number {
    return this.processed;
  }

  /** With the store away nothing could be done with more of them. */
  private async followStore(): Promise<void> {
    try {
      if (this.options.pipeline.isStoreAvailable) await this.consumer?.resume();
      else await this.consumer?.pause();
    } catch (error) {
      this.options.report({ during: 'pause or resume the replies', error });
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
      await this.process(delivery);
    } catch (error) {
      // not acknowledged: it comes again when this connection ends
      return this.options.report({ during: 'handle a reply', error });
    }
    delivery.ack();
    this.processed++;
  }

  private async process(delivery: Delivery): Promise<unknown> {
    if (delivery.deliveryCount >= SET_ASIDE_FROM_COUNT) {
      const detail = `it was delivered ${delivery.deliveryCount} times and never settled`;
      const bad = {
        ok: false,
        reason: 'REDELIVERED_TOO_OFTEN',
        detail,
        correlation: null,
      } as const;
      return this.setAside(delivery, bad);
    }
    const check = parseReply(delivery, { secrets: this.options.secrets });
    if (!check.ok) return this.setAside(delivery, check);
    const { correlation, outcome } = check;
    const { body } = delivery;
    const properties = propertiesOf(delivery);
    return this.options.pipeline.reply({ correlation, outcome, body, properties });
  }

  private setAside(
    delivery: Delivery,
    bad: Omit<BadReply, 'reason'> & { readonly reason: string },
  ): Promise<void> {
    const { reason, detail, correlation } = bad;
    return this.options.deadMessages.keep({
      ...{ id: randomUUID(), source: 'reply', reason, detail },
      sagaId: correlation?.sagaId ?? null,
      body: delivery.body,
      properties: propertiesOf(delivery),
    });
  }
}

/** What came with the reply, as far as JSON can carry it. */
function propertiesOf({ properties }: Delivery): JsonValue {
  return properties as unknown as JsonValue;
}
