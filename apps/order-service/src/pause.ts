import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms`, or at once when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // The caller aborted the wait, and checks the signal itself.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
