import type { Outage } from './saga-input.js';
import type { GivenOutages } from './saga-state.js';
import { lengthWithin } from './stretches.js';

/*
 * An outage is not silence (docs/decisions/0052): a wait is extended by the time that outages took
 * from it, each counted once, and by a grace period after the last one.
 */

/** The longest grace period: work interrupted by an outage has to be redone. */
const AGAIN_MS = 60_000;
/** How many grace periods one wait gets; later outages only add their own length. */
const TIMES_MAX = 20;

/** A wait that has ended by the clock. */
export interface Wait {
  readonly dueAt: number;
  /** The length of the wait, without its extensions. */
  readonly waitMs: number;
  /** Undefined: it has not been extended yet. */
  readonly given: GivenOutages | undefined;
}

/** The extended end of the wait; no later than `at` if there was no outage, or no new one. */
export function endOfWait(wait: Wait, outages: readonly Outage[], at: number): number {
  const { dueAt, waitMs, given = { countedTo: dueAt - waitMs, times: 0 } } = wait;
  const missed = outages.filter(({ from, to }) => to > given.countedTo && from < at);
  const lastEnd = Math.max(...missed.map(({ to }) => to));
  const withOutages = dueAt + lengthWithin(missed, given.countedTo, at);
  if (missed.length === 0 || given.times >= TIMES_MAX) return withOutages;
  return Math.max(withOutages, lastEnd + Math.min(waitMs, AGAIN_MS));
}
