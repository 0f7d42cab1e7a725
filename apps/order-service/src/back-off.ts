import { setTimeout as delay } from 'node:timers/promises';

const FIRST_MS = 250;
const MAX_MS = 30_000;

/** Doubles with each attempt; half of it is chance, so that not all come back at once. */
export function backOffMs(attempt: number): number {
  const full = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
  return full * (0.5 + Math.random() / 2);
}

/** Resolves after `ms`, or at once when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted wait is what the caller asked for: it looks at the signal itself.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
