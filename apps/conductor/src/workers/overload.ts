/** From this share of the queue on, an input waits for long. */
const BUSY_FROM = 0.5;
/** A burst shorter than this is not an overload. */
const PATIENCE_MS = 5_000;

export interface OverloadFinding {
  /** `not-ready`: starts are refused. */
  readonly severity: 'degraded' | 'not-ready';
  readonly reason: string;
}

/**
 * Detects that inputs have arrived faster than they are processed for some seconds. It measures
 * only when it is asked.
 */
export class Overload {
  private since: number | null = null;

  constructor(
    private readonly pipeline: { readonly queuedCount: number; readonly queueMax: number },
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** null: there is no overload. */
  finding(): OverloadFinding | null {
    const { queuedCount, queueMax } = this.pipeline;
    if (queuedCount < queueMax * BUSY_FROM) {
      this.since = null;
      return null;
    }
    this.since ??= this.now();
    if (this.now() - this.since < PATIENCE_MS) return null;
    const refused = `with ${queueMax} starts are refused`;
    const reason = `overloaded: ${queuedCount} inputs wait, and ${refused}`;
    return { severity: queuedCount >= queueMax ? 'not-ready' : 'degraded', reason };
  }
}
