/* Figures of several rounds. Each contender has a turn in every round, and what is compared is
   paired by round: what disturbed the machine in one round disturbed them all. */

/** The mean of the two in the middle when their number is even; NaN when there is none. */
export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const upper = Math.floor(ascending.length / 2);
  const lower = Math.ceil(ascending.length / 2) - 1;
  return ((ascending[lower] ?? Number.NaN) + (ascending[upper] ?? Number.NaN)) / 2;
}

/** The median, and the range when there is more than one: `3.20 [2.90-3.60]`. */
export function spread(values: readonly number[], digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  if (values.length < 2) return text(median(values));
  return `${text(median(values))} [${text(Math.min(...values))}-${text(Math.max(...values))}]`;
}

/** `ours` against `theirs`, round by round. Both must have had a turn in every round. */
export function pairedRatios(ours: readonly number[], theirs: readonly number[]): number[] {
  if (ours.length !== theirs.length) {
    throw new Error(`${ours.length} rounds cannot be paired with ${theirs.length}`);
  }
  return ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
}

/** The order in this round: each one is first in turn, so that nobody always follows another. */
export function orderOf<T>(contenders: readonly T[], round: number): T[] {
  const first = contenders.length === 0 ? 0 : round % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}
