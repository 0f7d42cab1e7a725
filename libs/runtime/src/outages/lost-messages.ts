import { isReplyQueue, participantOfQueue, type MessageBus } from '#bus';
import { retryForever, type Clock } from '#resilience';
import { resendOpenSagas, type ResendParts } from '../recovery/recover-open-sagas.js';

export interface LostMessagesOptions extends ResendParts {
  readonly bus: Pick<MessageBus, 'onLoss'>;
  readonly clock: Clock;
  /** The prefix of the names of exchanges and queues. */
  readonly prefix: string;
  /** Called with the number of sagas that were open then. */
  readonly onResent: (sagas: number) => void;
}

/**
 * Resends what the broker lost. A queue that had to be declared anew is empty: its commands are
 * gone, or, if it is the reply queue, the replies to any command. The commands go out again as the
 * same attempts, and participants answer those they have already executed from their inboxes.
 */
export class LostMessages {
  /** Not sent again yet; null: commands to anybody. */
  private lost: Set<string> | null = new Set();
  private isSending = false;
  private isStarted = false;
  private isClosed = false;

  constructor(private readonly options: LostMessagesOptions) {
    options.bus.onLoss((queues) => this.note(queues));
  }

  /** Starts resending, including what was lost before. */
  start(): void {
    this.isStarted = true;
    void this.send();
  }

  close(): void {
    this.isClosed = true;
  }

  /** These were lost, as somebody else has found out. */
  note(queues: readonly string[]): void {
    const { prefix } = this.options;
    if (queues.some((queue) => isReplyQueue(prefix, queue))) this.lost = null;
    for (const queue of queues) {
      const participant = participantOfQueue(prefix, queue);
      if (participant !== null) this.lost?.add(participant);
    }
    void this.send();
  }

  /** Never rejects. */
  private async send(): Promise<void> {
    if (this.isSending || !this.isStarted) return;
    this.isSending = true;
    while (!this.isClosed && (this.lost === null || this.lost.size > 0)) {
      const participants = this.lost === null ? null : [...this.lost];
      this.lost = new Set();
      await this.resend(participants);
    }
    this.isSending = false;
  }

  private resend(participants: readonly string[] | null): Promise<void> {
    const { clock, report, onResent } = this.options;
    const isClosed = (): boolean => this.isClosed;
    return retryForever(async () => onResent(await resendOpenSagas(this.options, participants)), {
      during: 'send again what the broker lost',
      clock,
      report,
      isClosed,
    });
  }
}
