/**
 * Caches the answer to an expensive question. The answer is kept for `share` times as long as it
 * took to compute, so the question never uses more than its share of the database. Callers that
 * arrive during a computation wait for its result. A failure is not cached.
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
