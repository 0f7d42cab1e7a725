/** Whoever comes meanwhile waits for all of a batch: one that took longer is too large. */
const SLOW_MS = 500;
/** One that took no longer than this may be larger. */
const QUICK_MS = 200;
/** Half of the inputs in more than this part of the time: the time was not due to their number. */
const HELPED_BELOW = 0.75;

/**
 * One that read and wrote as much as this took long for its bytes, which have a limit of their own.
 * With fewer inputs, those of small sagas would wait behind the large ones.
 */
const LARGE_BYTES = 1024 * 1024;

/** How many inputs share a transaction: fewer while each of them takes long. */
export class BatchLimit {
  private limit: number;
  /** The last one that was too slow, while the next ones are no better. */
  private slow: { readonly count: number; readonly tookMs: number } | null = null;

  constructor(private readonly max: number) {
    this.limit = max;
  }

  get current(): number {
    return this.limit;
  }

  note(count: number, { tookMs, bytes }: { tookMs: number; bytes: number }): void {
    if (tookMs <= QUICK_MS) {
      this.slow = null;
      this.limit = Math.min(this.max, this.limit * 2);
    } else if (tookMs > SLOW_MS && bytes < LARGE_BYTES) {
      const before = this.slow;
      const helped =
        before === null || count >= before.count || tookMs < before.tookMs * HELPED_BELOW;
      this.slow = { count, tookMs };
      // a store that is slow by itself takes a large batch as fast as a small one
      this.limit = helped ? Math.max(1, count >> 1) : this.max;
    }
  }
}
