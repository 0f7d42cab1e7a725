/**
 * Keeps the answer to a costly question for a while: for `share` times as long as it took to find,
 * so that asking never takes more than its share of the database. Callers that come meanwhile
 * wait for the same answer. A failure is not kept.
 */
export class CachedResult<Result> {
  private kept: { readonly result: Promise<Result>; freshUntil: number } | null = null;

  constructor(
    private readonly find: () => Promise<Result>,
    private readonly share = 20,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get(): Promise<Result> {
    if (this.kept !== null && this.now() < this.kept.freshUntil) return this.kept.result;
    const startedAt = this.now();
    const result = this.find();
    const kept = { result, freshUntil: Infinity };
    this.kept = kept;
    result.then(
      () => (kept.freshUntil = this.now() + (this.now() - startedAt) * this.share),
      () => (kept.freshUntil = 0),
    );
    return result;
  }
}
