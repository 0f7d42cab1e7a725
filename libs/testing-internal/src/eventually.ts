import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MIN_MS = 10;
const INTERVAL_MAX_MS = 50;
/** What comes late is asked for less often: a probe is a request or a query, mostly. */
const SHARE_OF_WAIT = 0.05;
/** Longer than anything takes on a machine at a tenth of its speed, and shorter than a test may. */
export const PATIENCE_MS = 120_000;

/** Repeats `probe` until it gives a value that `isRight`; fails with the last one after 2 min. */
export async function eventually<Value>(
  probe: () => Value | Promise<Value>,
  isRight: (value: Value) => boolean,
  patienceMs = PATIENCE_MS,
): Promise<Value> {
  const begunAt = Date.now();
  for (;;) {
    const value = await probe();
    if (isRight(value)) return value;
    const waitedMs = Date.now() - begunAt;
    if (waitedMs > patienceMs) throw new Error(`still ${JSON.stringify(value)}`);
    await delay(Math.min(INTERVAL_MAX_MS, Math.max(INTERVAL_MIN_MS, waitedMs * SHARE_OF_WAIT)));
  }
}
