/** Replicas' clocks make the ids, and the database's clock makes the times. */
export const CLOCK_SLACK_MS = 600_000;

/**
 * An id is made before its saga: that of a child with its parent's command, which waits while all
 * conductors are away.
 */
export const ID_AHEAD_MS = 86_400_000;

/** Ids have version 7: they start with the time, as 48 bits of milliseconds. */
export function firstIdAt(at: number): string {
  const within = Math.min(Math.max(0, Math.floor(at)), TIME_MAX);
  const time = within.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

const TIME_MAX = 2 ** 48 - 1;
