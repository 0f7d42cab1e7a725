import { parseReply, type Delivery, type MessageBus } from '#contracts';
import { propertiesOf, QueueWorker, type Unusable } from '../consuming/queue-worker.js';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { Clock } from '../ports/clock.js';
import type { ReportFault } from '../ports/fault-report.js';
import type { Senders } from '../senders/senders.js';

export interface ReplyIntakeOptions {
  readonly bus: MessageBus;
  readonly pipeline: Pick<TransitionPipeline, 'reply' | 'onAvailability' | 'isStoreAvailable'>;
  readonly deadMessages: DeadMessageKeeper;
  readonly report: ReportFault;
  readonly clock: Clock;
  readonly queue: string;
  /** Of correlation ids; several while one replaces another. */
  readonly secrets: string | readonly string[];
  /** Whose account may answer for whom. */
  readonly senders: Pick<Senders, 'refusal'>;
  /** Replies in hand at most. Default 500. */
  readonly prefetch?: number;
}

/** Takes replies off the queue. Good ones go through the pipeline, the rest are set aside. */
export class ReplyIntake {
  private readonly worker: QueueWorker;

  constructor(private readonly options: ReplyIntakeOptions) {
    this.worker = new QueueWorker({
      ...options,
      ...{ source: 'reply', prefetch: options.prefetch ?? 500 },
      process: (delivery) => this.process(delivery),
    });
  }

  start(): Promise<void> {
    return this.worker.start();
  }

  /** No new replies; those in hand are finished by the pipeline. */
  stop(): Promise<void> {
    return this.worker.stop();
  }

  /** Replies acknowledged since the start. */
  get processedCount(): number {
    return this.worker.processedCount;
  }

  /** Replies on their way through the pipeline. */
  get inHandCount(): number {
    return this.worker.inHandCount;
  }

  private async process(delivery: Delivery): Promise<Unusable | null> {
    const check = parseReply(delivery, { secrets: this.options.secrets });
    if (!check.ok) {
      const { reason, detail, correlation } = check;
      return { reason, detail, sagaId: correlation?.sagaId ?? null };
    }
    const { correlation, outcome, passedOn, trail } = check;
    const { participant, sagaId } = correlation;
    const { userId = null } = delivery.properties;
    const refusal = participant && this.options.senders.refusal(participant, userId);
    if (refusal) return { reason: 'WRONG_SENDER', detail: refusal, sagaId };
    const arrival = {
      correlation,
      outcome,
      body: delivery.body,
      properties: propertiesOf(delivery),
    };
    const isOnSlip = trail !== undefined && passedOn !== undefined;
    await this.options.pipeline.reply(isOnSlip ? { ...arrival, passedOn, trail } : arrival);
    return null;
  }
}
