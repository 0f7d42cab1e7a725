import { openReplies, parseReply, type Correlation } from '#contracts';
import { type Delivery, type MessageBus } from '#bus';
import { Backoff, type Clock, type ReportFault } from '#resilience';
import { propertiesOf, QueueWorker, type Unusable } from '../consuming/queue-worker.js';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { ReplyRequest, ReplyResult } from '../requests/pipeline-requests.js';
import type { SagaStore } from '#ports';
import type { Senders } from '../senders/senders.js';
import { StreamEnds } from './stream-ends.js';
import { WaitingRoom } from './waiting-room.js';

export interface ReplyIntakeOptions {
  readonly bus: MessageBus;
  readonly pipeline: Pick<TransitionPipeline, 'reply' | 'onAvailability' | 'isStoreAvailable'>;
  readonly deadMessages: DeadMessageKeeper;
  readonly store: Pick<SagaStore, 'partialReplies'>;
  readonly report: ReportFault;
  readonly clock: Clock;
  /** The queue that it takes from as soon as it starts; others may follow. */
  readonly queue: string;
  /** Secrets that sign correlation ids; several while one replaces another. */
  readonly secrets: string | readonly string[];
  /** Whose account may answer for whom. */
  readonly senders: Pick<Senders, 'refusal'>;
  /** Replies in hand at most from the first queue. Default 500. */
  readonly prefetch?: number;
}

/** Tries of a reply that overtook those of the stations before: two to three seconds. */
const EARLY_TRIES = 8;
const EARLY_BACK_OFF = { initialMs: 25, maxMs: 1_000 };
/** More of a participant, and of all, are not waited for: they could fill all that is in hand. */
const EARLY_MAX = { each: 50, all: 200 };

/**
 * Takes replies off its queues, alone or in envelopes. Good ones go through the pipeline, the rest
 * are set aside, each by itself.
 */
export class ReplyIntake {
  private readonly workers = new Map<string, QueueWorker>();
  private readonly streamEnds: StreamEnds;
  private readonly early = new WaitingRoom(EARLY_MAX);
  private isStopped = false;

  constructor(private readonly options: ReplyIntakeOptions) {
    this.streamEnds = new StreamEnds(options);
  }

  start(): Promise<void> {
    return this.read(this.options.queue, this.options.prefetch ?? 500);
  }

  /** Takes from this queue too, this many messages at a time. */
  async read(queue: string, prefetch: number): Promise<void> {
    if (this.isStopped) return;
    const worker = this.workers.get(queue) ?? this.newWorker(queue, prefetch);
    this.workers.set(queue, worker);
    await worker.start();
  }

  /** Takes nothing new from this queue; resolves when nothing of it is in hand. */
  async leave(queue: string): Promise<void> {
    await this.workers.get(queue)?.leave();
  }

  /** No new replies; those in hand are finished by the pipeline. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all([...this.workers.values()].map((worker) => worker.stop()));
  }

  /** Messages acknowledged since the start; an envelope is one. */
  get processedCount(): number {
    return this.sumOf(({ processedCount }) => processedCount);
  }

  /** Messages whose replies are on their way through the pipeline. */
  get inHandCount(): number {
    return this.sumOf(({ inHandCount }) => inHandCount);
  }

  private newWorker(queue: string, prefetch: number): QueueWorker {
    return new QueueWorker({
      ...this.options,
      queue,
      source: 'reply',
      open: openReplies,
      prefetch,
      process: (delivery) => this.process(delivery),
    });
  }

  private sumOf(count: (worker: QueueWorker) => number): number {
    return [...this.workers.values()].reduce((sum, worker) => sum + count(worker), 0);
  }

  private async process(delivery: Delivery): Promise<Unusable | null> {
    const taken = await this.take(delivery);
    return typeof taken === 'string' ? null : taken;
  }

  /**
   * Takes a reply as if it came off a queue: the same checks, and what it comes to. For one that
   * was set aside. @throws what the pipeline throws, while the store is away
   */
  async take(delivery: Delivery): Promise<Unusable | ReplyResult> {
    const check = parseReply(delivery, { secrets: this.options.secrets });
    const { correlationId = '', userId = null } = delivery.properties;
    const refusal = this.refusalOf(check.correlation, userId);
    if (refusal !== null) return refusal;
    if (!check.ok) {
      const { reason, detail, correlation, value } = check;
      const { body } = delivery;
      // before anything is waited for: its end may be the next delivery
      if (value !== undefined) this.streamEnds.remember({ correlationId, value, body });
      return { reason, detail, sagaId: correlation?.sagaId ?? null };
    }
    const { correlation, tookMs, forwarded, trail } = check;
    const outcome = check.isBareEnd
      ? await this.streamEnds.outcomeOf(correlation, correlationId)
      : check.outcome;
    const arrival = {
      correlation,
      outcome,
      ...(tookMs === undefined ? {} : { tookMs }),
      body: delivery.body,
      properties: propertiesOf(delivery),
    };
    // a plain service says nothing of the stations before it
    if (trail === undefined || forwarded === undefined) return this.replyAfterOthers(arrival);
    // what the sender may not say itself it may not say of others: they answer for themselves
    const isBelieved = trail.every((entry) => this.maySpeakFor(entry.correlation, userId));
    if (isBelieved) return this.options.pipeline.reply({ ...arrival, forwarded, trail });
    return this.replyAfterOthers({ ...arrival, forwarded, trail: [] });
  }

  /** null: its account may answer for the participant. */
  private refusalOf(correlation: Correlation | null, account: string | null): Unusable | null {
    if (!correlation?.participant) return null;
    const detail = this.options.senders.refusal(correlation.participant, account);
    if (detail === null) return null;
    return { reason: 'WRONG_SENDER', detail, sagaId: correlation.sagaId };
  }

  private maySpeakFor({ participant }: Correlation, account: string | null): boolean {
    return participant === undefined || this.options.senders.refusal(participant, account) === null;
  }

  /** On a routing slip it may have overtaken the replies of the stations before. */
  private async replyAfterOthers(request: ReplyRequest): Promise<ReplyResult> {
    const result = await this.options.pipeline.reply({ ...request, mayBeEarly: true });
    return result === 'early' ? this.replyLater(request) : result;
  }

  private async replyLater(request: ReplyRequest): Promise<ReplyResult> {
    const { pipeline, clock } = this.options;
    const leave = this.early.enter(request.correlation.participant ?? '');
    if (leave === null) return pipeline.reply(request);
    const backoff = new Backoff(clock, EARLY_BACK_OFF);
    try {
      for (let tries = 2; tries < EARLY_TRIES; tries++) {
        await backoff.wait();
        const result = await pipeline.reply({ ...request, mayBeEarly: true });
        if (result !== 'early') return result;
      }
      await backoff.wait();
      return await pipeline.reply(request);
    } finally {
      leave();
    }
  }
}
