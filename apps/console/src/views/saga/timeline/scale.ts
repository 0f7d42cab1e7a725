/** Time in which nothing happens, drawn short. Places are from 0 to 1. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

export interface Scale {
  /** Where an instant is, from 0 to 1. */
  readonly placeOf: (at: number) => number;
  readonly folds: readonly Fold[];
}

/** A fold takes this part of the width, and all of them together at most half of it. */
const FOLD_PART = 0.06;
const FOLDS_PART_MAX = 0.5;
/** Nothing is idle that takes less. */
const IDLE_MS_MIN = 1_000;
/** Idle is what takes so many times as long as all that is shorter, together. */
const IDLE_TIMES = 4;

/** From the first to the last of the instants at which something begins or ends. */
export function scaleOf(instants: readonly number[], isFolded: boolean): Scale {
  const points = [...new Set(instants)].toSorted((one, other) => one - other);
  const first = points[0] ?? 0;
  const gaps = points.slice(1).map((to, at) => ({ from: points[at] ?? first, to }));
  const idleMs = isFolded ? idleFrom(gaps.map(({ from, to }) => to - from)) : Infinity;
  const isIdle = ({ from, to }: { from: number; to: number }): boolean => to - from >= idleMs;
  const idle = gaps.filter(isIdle);
  const busyMs = gaps.reduce((sum, gap) => sum + (isIdle(gap) ? 0 : gap.to - gap.from), 0);
  const foldsPart = Math.min(FOLDS_PART_MAX, idle.length * FOLD_PART);
  const places = new Map<number, number>([[first, 0]]);
  const folds: Fold[] = [];
  let place = 0;
  for (const gap of gaps) {
    const ms = gap.to - gap.from;
    const part = isIdle(gap) ? foldsPart / idle.length : (ms / busyMs) * (1 - foldsPart);
    if (isIdle(gap)) folds.push({ from: place, to: place + part, ms });
    place += part;
    places.set(gap.to, place);
  }
  return { folds, placeOf: (at) => placeIn(points, places, at) };
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

function placeIn(
  points: readonly number[],
  places: ReadonlyMap<number, number>,
  at: number,
): number {
  const known = places.get(at);
  if (known !== undefined) return known;
  const next = points.findIndex((point) => point > at);
  if (next === -1) return 1;
  const [from, to] = [points[next - 1], points[next]];
  if (from === undefined || to === undefined) return 0;
  const [start = 0, end = 1] = [places.get(from), places.get(to)];
  return start + ((at - from) / (to - from)) * (end - start);
}
