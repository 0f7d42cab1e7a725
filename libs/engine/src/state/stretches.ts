/** A stretch of time, in ms since the epoch. `to` is no part of it, and may be Infinity. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The total length of the stretches between two instants; overlaps count once. */
export function lengthWithin(stretches: readonly Stretch[], from: number, to: number): number {
  let counted = from;
  let lengthMs = 0;
  for (const stretch of stretches.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(counted, stretch.from);
    const end = Math.min(to, stretch.to);
    if (end <= begin) continue;
    lengthMs += end - begin;
    counted = end;
  }
  return lengthMs;
}

/** What is left of the stretches where the others are taken out. */
export function without(
  stretches: readonly Stretch[],
  others: readonly Stretch[],
): readonly Stretch[] {
  return others.reduce<readonly Stretch[]>(
    (left, other) => left.flatMap((each) => cut(each, other)),
    stretches,
  );
}

function cut(stretch: Stretch, other: Stretch): readonly Stretch[] {
  if (other.to <= stretch.from || other.from >= stretch.to) return [stretch];
  const before = { from: stretch.from, to: other.from };
  const after = { from: other.to, to: stretch.to };
  return [before, after].filter(({ from, to }) => from < to);
}
