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
 * of the conductor's clock: how long the command waited in its queue does not matter, nor does the
 * difference between clocks.
 */
export function handlerLimitMs(
  { deadlineAt, issuedAt }: Pick<ParsedCommand, 'deadlineAt' | 'issuedAt'>,
  handlerTimeoutMs: number,
): number {
  if (deadlineAt === null || issuedAt === null) return handlerTimeoutMs;
  const timeoutMs = Math.max(0, deadlineAt - issuedAt);
  return Math.min(handlerTimeoutMs, Math.max(LIMIT_LEAST_MS, TIMEOUTS * timeoutMs));
}
