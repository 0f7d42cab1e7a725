import type { Clock } from './ports/clock.js';

export interface BackoffBounds {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Waits longer each time, with jitter so that replicas do not come back all at once. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly clock: Clock,
    private readonly bounds: BackoffBounds,
  ) {}

  /** Half of the delay is certain, half is chance. */
  nextDelayMs(): number {
    const { initialMs, maxMs } = this.bounds;
    const delayMs = Math.min(maxMs, initialMs * 2 ** Math.min(this.failures++, 20));
    return delayMs / 2 + (Math.random() * delayMs) / 2;
  }

  wait(): Promise<void> {
    const delayMs = this.nextDelayMs();
    return new Promise((resolve) => void this.clock.after(delayMs, resolve));
  }

  reset(): void {
    this.failures = 0;
  }
}
