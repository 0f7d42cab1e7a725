import type { BackoffBounds } from '#resilience';

/** Whoever waits for the broker must continue within 3 s of its return. */
export const BROKER_BACKOFF: BackoffBounds = { initialMs: 200, maxMs: 2_000 };
