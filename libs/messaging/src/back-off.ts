const MIN_MS = 200;
/** Whoever waits for the broker is to go on within 3 s of its return. */
const MAX_MS = 2_000;

/**
 * How long to wait before the next attempt: exponential from 0.2 to 2 s, with full jitter so that
 * replicas do not come back in step.
 *
 * @param failures attempts that failed since it last worked, from 1
 */
export function backOffMs(failures: number): number {
  return Math.random() * Math.min(MAX_MS, MIN_MS * 2 ** Math.min(failures, 16));
}
