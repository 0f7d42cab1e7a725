/** How a call that did not reach the conductor, or came when it was busy, is sent again. */
export interface Retries {
  /** Times that a call is sent at most, the first one included. Default 5; 1: never again. */
  readonly attemptsMax: number;
  /** Before the second attempt, in ms; doubled with each further one. Default 200. */
  readonly firstDelayMs: number;
  /** Longest wait for the next, in ms; an answer that asks for more is final. Default 10 s. */
  readonly delayMaxMs: number;
}

export const RETRIES_DEFAULT: Retries = {
  attemptsMax: 5,
  firstDelayMs: 200,
  delayMaxMs: 10_000,
};

/**
 * Before the attempt after `attempt` (1: the first one), in ms; null: there is none. Without a
 * `Retry-After` the wait is a random part of what has doubled, from half of it on: callers that
 * failed together do not come back together.
 */
export function delayBeforeNext(
  { attemptsMax, firstDelayMs, delayMaxMs }: Retries,
  attempt: number,
  { retryAfterMs, chance }: { readonly retryAfterMs: number | null; readonly chance: number },
): number | null {
  if (attempt >= attemptsMax) return null;
  if (retryAfterMs !== null) return retryAfterMs <= delayMaxMs ? retryAfterMs : null;
  const doubled = Math.min(firstDelayMs * 2 ** (attempt - 1), delayMaxMs);
  return doubled * (0.5 + chance / 2);
}
