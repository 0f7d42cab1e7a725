import { setTimeout as delay } from 'node:timers/promises';

export interface BackOff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * Waits before try number `attempt` (from 1): twice as long each time, less a random half, so that
 * those who failed together do not come back together. Rejects as soon as `signal` is aborted.
 */
export async function waitBeforeRetry(
  attempt: number,
  backOff: BackOff,
  signal: AbortSignal,
): Promise<void> {
  const longestMs = Math.min(backOff.initialMs * 2 ** Math.min(attempt - 1, 30), backOff.maxMs);
  await delay(longestMs * (0.5 + Math.random() / 2), undefined, { signal });
}
