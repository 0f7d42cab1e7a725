import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './clock.js';

export interface BackoffBounds {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Powers beyond this only lead to numbers that `maxMs` cuts off. */
const DOUBLINGS_MAX = 30;

/** Twice as long with each failure, which are counted from 1; without chance. In ms. */
export function growingMs(failures: number, { initialMs, maxMs }: BackoffBounds): number {
  const doublings = Math.min(Math.max(0, failures - 1), DOUBLINGS_MAX);
  return Math.min(maxMs, initialMs * 2 ** doublings);
}

/**
 * The pause after so many failures, from 1, in ms: twice as long each time. Half of it is certain
 * and half is chance, so that those who failed together do not come back together.
 */
export function backoffMs(failures: number, bounds: BackoffBounds): number {
  return growingMs(failures, bounds) * (0.5 + Math.random() / 2);
}

/** Waits for the back-off. Rejects as soon as `signal` is aborted. */
export async function waitBeforeRetry(
  failures: number,
  bounds: BackoffBounds,
  signal: AbortSignal,
): Promise<void> {
  await delay(backoffMs(failures, bounds), undefined, { signal });
}

/** Counts failures, and waits by a clock. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly clock: Clock,
    private readonly bounds: BackoffBounds,
  ) {}

  nextDelayMs(): number {
    return backoffMs(++this.failures, this.bounds);
  }

  wait(): Promise<void> {
    const delayMs = this.nextDelayMs();
    return new Promise((resolve) => void this.clock.after(delayMs, resolve));
  }

  reset(): void {
    this.failures = 0;
  }
}
