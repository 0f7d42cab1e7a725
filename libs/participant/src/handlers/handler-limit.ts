import type { ParsedCommand } from '#contracts';

/** A step with a very short timeout still lets a handler do its work. */
const LIMIT_LEAST_MS = 10_000;
/**
 * A handler that is late by less than a whole timeout still ends, and the next attempt finds what
 * it stored; one that is later than that holds the row that all further attempts wait for.
 */
const TIMEOUTS = 2;

/**
 * How long the handler of a command may take. The step's timeout is the time between two instants
 * of the conductor's clock, both of when the command left: how long it waited before, or in its
 * queue, does not matter, nor does the difference between clocks. Senders that count the deadline
 * from an earlier instant may send one that has passed: then nothing is known of the timeout.
 */
export function handlerLimitMs(
  { deadlineAt, issuedAt }: Pick<ParsedCommand, 'deadlineAt' | 'issuedAt'>,
  handlerTimeoutMs: number,
): number {
  if (deadlineAt === null || issuedAt === null) return handlerTimeoutMs;
  const timeoutMs = deadlineAt - issuedAt;
  if (timeoutMs <= 0) return handlerTimeoutMs;
  return Math.min(handlerTimeoutMs, Math.max(LIMIT_LEAST_MS, TIMEOUTS * timeoutMs));
}
