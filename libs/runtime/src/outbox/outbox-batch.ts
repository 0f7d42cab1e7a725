import type { OutboxFailure } from '#ports';

/** The messages of one row of `outbox_batch`, until it is known what became of each. */
export class OutboxBatch {
  /** Confirmed. */
  readonly sent: string[] = [];
  /** Could not be delivered. */
  readonly failures: OutboxFailure[] = [];
  state: 'whole' | 'splitting' | 'split' = 'whole';
  private undecided: number;

  /**
   * `leasedUntil`: by the relay's clock; until then nobody else splits it. `cancel`: no split is
   * needed at that instant.
   */
  constructor(
    readonly id: string,
    private readonly of: {
      readonly messages: number;
      readonly leasedUntil: number;
      readonly cancel: () => void;
    },
  ) {
    this.undecided = of.messages;
  }

  /** What became of one more of its messages is known. True: of all of them. */
  decide(): boolean {
    this.undecided--;
    if (this.undecided === 0) this.of.cancel();
    return this.undecided === 0;
  }

  /** The row can be deleted: all of it was confirmed, and nobody else has split it. */
  isDone(now: number): boolean {
    return this.sent.length === this.of.messages && !this.isOverdue(now);
  }

  isOverdue(now: number): boolean {
    return now > this.of.leasedUntil;
  }

  /** Nothing is known of any message that its row does not say. */
  get isUntouched(): boolean {
    return this.sent.length + this.failures.length === 0;
  }
}
