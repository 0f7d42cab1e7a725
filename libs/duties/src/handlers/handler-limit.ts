import type { ParsedCommand } from '#contracts';

/** Even with a very short timeout, a handler gets time to do its work. */
const LIMIT_LEAST_MS = 10_000;
/**
 * A handler that is late by less than a whole timeout still ends, and the next attempt finds its
 * result. One that is later blocks the row that all further attempts wait for.
 */
const TIMEOUTS = 2;

/**
 * How long a command's handler may take. The step's timeout is the difference between two instants
 * by the conductor's clock, both taken when the command was sent, so neither the time it waited in
 * its queue nor a difference between clocks matters. A sender that computes the deadline from an
 * earlier instant may send one that has passed; then the timeout is unknown.
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
