import type { PublishOutcome } from '#bus';

/** The messages of one call of `publish`, and the outcome of each, within a deadline. */
export class PublishBatch {
  /** The outcomes in the order of the messages. Never rejects. */
  readonly done: Promise<readonly PublishOutcome[]>;
  isDone = false;

  private readonly outcomes: PublishOutcome[];
  private readonly timer: NodeJS.Timeout;
  private remaining: number;
  private resolve: (outcomes: readonly PublishOutcome[]) => void = () => {};

  constructor(size: number, timeoutMs: number, onTimeout: () => void) {
    this.outcomes = new Array<PublishOutcome>(size).fill('unknown');
    this.remaining = size;
    this.done = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.timer = setTimeout(() => {
      this.giveUp();
      onTimeout();
    }, timeoutMs);
    if (size === 0) this.giveUp();
  }

  settle(index: number, outcome: PublishOutcome): void {
    if (this.isDone) return;
    this.outcomes[index] = outcome;
    if (--this.remaining === 0) this.giveUp();
  }

  /** Messages without an outcome stay `unknown`. */
  giveUp(): void {
    if (this.isDone) return;
    this.isDone = true;
    clearTimeout(this.timer);
    this.resolve(this.outcomes);
  }
}
