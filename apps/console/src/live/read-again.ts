interface Reads {
  /** Reads it. Resolves when it was read, or could not be. */
  readonly read: () => Promise<unknown>;
  /** It is being read for somebody else, perhaps as it was before it changed. */
  readonly isBeingRead: () => boolean;
  /** In ms: it is read at most this often. */
  readonly everyMs: number;
}

/**
 * Reads something again as often as it becomes old: at once, then at most so often. What is being
 * read is never cut off, and what becomes old meanwhile is read once more after it.
 */
export class ReadAgain {
  private isBusy = false;
  private isOld = false;
  private hasEnded = false;

  constructor(private readonly reads: Reads) {}

  /** What was read is old. */
  ask(): void {
    this.isOld = true;
    if (!this.isBusy) void this.readWhileOld();
  }

  /** Reads no more. */
  end(): void {
    this.hasEnded = true;
  }

  private async readWhileOld(): Promise<void> {
    const { read, isBeingRead, everyMs } = this.reads;
    this.isBusy = true;
    while (this.isOld && !this.hasEnded) {
      const next = new Promise((resolve) => setTimeout(resolve, everyMs));
      this.isOld = isBeingRead();
      await read().catch(() => undefined);
      await next;
    }
    this.isBusy = false;
  }
}
