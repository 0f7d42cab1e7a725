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

/** Cached answers to the same question about several things, as many as `max`, by their keys. */
export class CachedResults {
  private readonly kept = new Map<string, CachedResult<unknown>>();

  constructor(
    private readonly max: number,
    private readonly share?: number,
  ) {}

  /** One key stands for one question, whose answers are of one kind. */
  get<Result>(key: string, find: () => Promise<Result>): Promise<Result> {
    const known = this.kept.get(key) ?? new CachedResult<unknown>(find, this.share);
    // the one that was asked for last is the last one to go
    this.kept.delete(key);
    this.kept.set(key, known);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.max && oldest !== undefined) this.kept.delete(oldest);
    return known.get() as Promise<Result>;
  }
}
