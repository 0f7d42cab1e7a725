import type { Outage } from './saga-input.js';
import type { GivenOutages } from './saga-state.js';

/*
 * An outage is not silence (docs/decisions/0052): who waits is given what outages took of the wait,
 * each once, and a while after the last of them.
 */

/** What was in hand when something went away is done again: it may take this long, at most. */
const AGAIN_MS = 60_000;
/** So often a wait is given time after the end of an outage; then only what outages took. */
const TIMES_MAX = 20;

/** A wait that is over by the clock. */
export interface Wait {
  readonly dueAt: number;
  /** The whole of it, without what it was given. */
  readonly waitMs: number;
  /** Left out: nothing yet. */
  readonly given: GivenOutages | undefined;
}

/** When it ends in fairness; no later than `at` when nothing, or nothing new, was away. */
export function endOfWait(wait: Wait, outages: readonly Outage[], at: number): number {
  const { dueAt, waitMs, given = { countedTo: dueAt - waitMs, times: 0 } } = wait;
  const missed = outages.filter(({ from, to }) => to > given.countedTo && from < at);
  const lastEnd = Math.max(...missed.map(({ to }) => to));
  const withOutages = dueAt + lengthWithin(missed, given.countedTo, at);
  if (missed.length === 0 || given.times >= TIMES_MAX) return withOutages;
  return Math.max(withOutages, lastEnd + Math.min(waitMs, AGAIN_MS));
}

/** Of all of them together, and of what they share only once. */
function lengthWithin(outages: readonly Outage[], from: number, to: number): number {
  let counted = from;
  let lengthMs = 0;
  for (const outage of outages.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(counted, outage.from);
    const end = Math.min(to, outage.to);
    if (end <= begin) continue;
    lengthMs += end - begin;
    counted = end;
  }
  return lengthMs;
}
