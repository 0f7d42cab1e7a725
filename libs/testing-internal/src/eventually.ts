import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 10;

/** Repeats `probe` until it gives a value that `isRight`; fails with the last value after 10 s. */
export async function eventually<Value>(
  probe: () => Value | Promise<Value>,
  isRight: (value: Value) => boolean,
  patienceMs = 10_000,
): Promise<Value> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const value = await probe();
    if (isRight(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`still ${JSON.stringify(value)}`);
    await delay(INTERVAL_MS);
  }
}
