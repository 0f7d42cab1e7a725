import type { RetryPolicy } from './saga-definition.js';

/**
 * How long to wait before the next attempt, in ms: at least 1, at most `maxIntervalMs`.
 *
 * `failures` counts the attempts that failed so far, from 1. `seed` names the attempt: the same one
 * always waits equally long, and different ones spread out. Full jitter as in "Exponential Backoff
 * And Jitter" (AWS Architecture Blog, 2015): evenly between 0 and the interval.
 */
export function computeBackoffMs(policy: RetryPolicy, failures: number, seed: string): number {
  const interval = computeIntervalMs(policy, failures);
  const jittered = policy.jitter === 'full' ? interval * hashToUnit(seed) : interval;
  return Math.max(1, Math.ceil(jittered));
}

/** The interval before jitter; never above the maximum, also where the power overflows. */
export function computeIntervalMs(policy: RetryPolicy, failures: number): number {
  const factor = policy.backoffCoefficient ** Math.max(0, failures - 1);
  return Math.min(policy.maxIntervalMs, policy.initialIntervalMs * factor);
}

/** All attempts used up, in ms. */
export function longestExchangeMs({
  timeoutMs,
  retry,
}: {
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}): number {
  let ms = retry.maxAttempts * timeoutMs;
  for (let failures = 1; failures < retry.maxAttempts; failures++) {
    ms += computeIntervalMs(retry, failures);
  }
  return ms;
}

/** Maps a text to [0, 1), evenly enough to spread retries. */
function hashToUnit(text: string): number {
  return hashToUint32(text) / 0x1_0000_0000;
}

/** FNV-1a with a final avalanche (murmur3). */
export function hashToUint32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
