import { setTimeout as delay } from 'node:timers/promises';

export interface BackOff {
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * The pause before try number `attempt` (from 1): twice as long each time, less a random half, so
 * that those who failed together do not come back together.
 */
export function backOffMs(attempt: number, { initialMs, maxMs }: BackOff): number {
  const longestMs = Math.min(initialMs * 2 ** Math.min(attempt - 1, 30), maxMs);
  return longestMs * (0.5 + Math.random() / 2);
}

/** Waits for the back-off. Rejects as soon as `signal` is aborted. */
export async function waitBeforeRetry(
  attempt: number,
  backOff: BackOff,
  signal: AbortSignal,
): Promise<void> {
  await delay(backOffMs(attempt, backOff), undefined, { signal });
}
