import type { BackoffBounds } from '#resilience';

/** Whoever waits for the broker is to go on within 3 s of its return. */
export const BROKER_BACKOFF: BackoffBounds = { initialMs: 200, maxMs: 2_000 };
