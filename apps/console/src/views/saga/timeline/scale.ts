/** Time in which nothing happens, drawn short. Places are from 0 to 1. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

/** A part of the time, in ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Scale {
  /** Where an instant is, from 0 to 1; what is before or after all of it is at its ends. */
  readonly placeOf: (at: number) => number;
  /** The instant that is at a place. */
  readonly atPlace: (place: number) => number;
  readonly folds: readonly Fold[];
}

/** A fold takes this part of the width, and all of them together at most half of it. */
const FOLD_PART = 0.06;
const FOLDS_PART_MAX = 0.5;
/** Nothing is idle that takes less. */
const IDLE_MS_MIN = 1_000;
/** Idle is what takes so many times as long as all that is shorter, together. */
const IDLE_TIMES = 4;

interface Mark {
  readonly at: number;
  readonly place: number;
}

/**
 * From the first to the last of the instants at which something begins or ends, or of a part of
 * the time alone.
 */
export function scaleOf(
  instants: readonly number[],
  isFolded: boolean,
  span: Span | null = null,
): Scale {
  const points = pointsOf(instants, span);
  const first = points[0] ?? 0;
  const gaps = points.slice(1).map((to, at) => ({ from: points[at] ?? first, to }));
  const idleMs = isFolded ? idleFrom(gaps.map(({ from, to }) => to - from)) : Infinity;
  const isIdle = ({ from, to }: Span): boolean => to - from >= idleMs;
  const idle = gaps.filter(isIdle);
  const busyMs = gaps.reduce((sum, gap) => sum + (isIdle(gap) ? 0 : gap.to - gap.from), 0);
  const foldsPart = Math.min(FOLDS_PART_MAX, idle.length * FOLD_PART);
  const marks: Mark[] = points.length === 0 ? [] : [{ at: first, place: 0 }];
  const folds: Fold[] = [];
  let place = 0;
  for (const gap of gaps) {
    const ms = gap.to - gap.from;
    const part = isIdle(gap) ? foldsPart / idle.length : (ms / busyMs) * (1 - foldsPart);
    if (isIdle(gap)) folds.push({ from: place, to: place + part, ms });
    place += part;
    marks.push({ at: gap.to, place });
  }
  return {
    folds,
    placeOf: (at) => between(marks, at, ['at', 'place']),
    atPlace: (at) => between(marks, at, ['place', 'at']),
  };
}

function pointsOf(instants: readonly number[], span: Span | null): readonly number[] {
  const shown =
    span === null
      ? instants
      : [span.from, ...instants.filter((at) => at > span.from && at < span.to), span.to];
  return [...new Set(shown)].toSorted((one, other) => one - other);
}

/** How long a gap has to be to be idle, in ms; Infinity: none is. */
function idleFrom(gaps: readonly number[]): number {
  let shorter = 0;
  for (const ms of gaps.toSorted((one, other) => one - other)) {
    // what is alone is no idle time beside something else
    if (ms >= IDLE_MS_MIN && shorter > 0 && ms > IDLE_TIMES * shorter) return ms;
    shorter += ms;
  }
  return Infinity;
}

/** From one side of the marks to the other, in proportion between two of them. */
function between(
  marks: readonly Mark[],
  value: number,
  [by, to]: readonly ['at', 'place'] | readonly ['place', 'at'],
): number {
  const next = firstAfter(marks, (mark) => mark[by] > value);
  const [before, after] = [marks[next - 1], marks[next]];
  if (before === undefined) return after?.[to] ?? 0;
  if (after === undefined) return before[to];
  return before[to] + ((value - before[by]) / (after[by] - before[by])) * (after[to] - before[to]);
}

/** The place of the first that is after, as all behind it are; the length: none is. */
function firstAfter(marks: readonly Mark[], isAfter: (mark: Mark) => boolean): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mark = marks[middle];
    if (mark === undefined || isAfter(mark)) high = middle;
    else low = middle + 1;
  }
  return low;
}
