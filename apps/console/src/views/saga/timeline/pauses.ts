import type { Segment } from './kinds';

export interface Pause {
  readonly from: number;
  /** null: it goes on. */
  readonly to: number | null;
}

/** While the saga is paused these stand still; what was sent may be answered meanwhile. */
const STANDS_STILL: ReadonlySet<string> = new Set(['turn', 'back-off', 'limit']);

/** Cuts what a pause kept from going on out of what it stopped. */
export function withPauses(
  segments: readonly Segment[],
  pauses: readonly Pause[],
): readonly Segment[] {
  return pauses.reduce((all, pause) => all.flatMap((each) => cut(each, pause)), segments);
}

function cut(segment: Segment, pause: Pause): readonly Segment[] {
  if (!STANDS_STILL.has(segment.kind)) return [segment];
  const end = segment.to ?? Infinity;
  const pauseEnd = pause.to ?? Infinity;
  const from = Math.max(segment.from, pause.from);
  const to = Math.min(end, pauseEnd);
  if (from >= to) return [segment];
  const part = (start: number, stop: number): Segment => ({
    ...segment,
    from: start,
    to: stop === Infinity ? null : stop,
  });
  return [
    ...(segment.from < from ? [part(segment.from, from)] : []),
    { ...part(from, to), kind: 'paused', note: '' },
    ...(to < end ? [part(to, end)] : []),
  ];
}
