import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './clock.js';

export interface BackoffBounds {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** For work that waits for a server: prompt after a hiccup, and no burden during an outage. */
export const RETRY_BOUNDS: BackoffBounds = { initialMs: 100, maxMs: 5000 };

/** Higher powers are always cut off by `maxMs`. */
const DOUBLINGS_MAX = 30;

/** The pause in ms without jitter: doubles with each failure, counted from 1. */
export function growingMs(failures: number, { initialMs, maxMs }: BackoffBounds): number {
  const doublings = Math.min(Math.max(0, failures - 1), DOUBLINGS_MAX);
  return Math.min(maxMs, initialMs * 2 ** doublings);
}

/**
 * The pause in ms after so many failures, counted from 1: doubles each time. Half of it is fixed
 * and half is random, so that callers that failed together do not retry together.
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
  await delay(backoffMs(failures, bounds), undefined, { signal: sharedByMany(signal) });
}

/** Resolves after `ms`, or as soon as `signal` is aborted: the caller looks at that itself. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: sharedByMany(signal) }).catch(() => undefined);
}

/**
 * All that a process does waits by its one signal: replies, while the broker is away. From the
 * eleventh on Node would write of a possible leak into the log; each wait leaves the signal at its
 * end.
 */
function sharedByMany(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
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
