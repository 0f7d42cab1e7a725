import { Timeline } from '#engine';
import { keyOf, type Happening } from '../history/happening';

/** A line of the list. */
export interface Line {
  /** Of its happening: several lines may be of one. */
  readonly key: string;
  readonly place: number;
  readonly entry: Timeline.Entry;
}

/** What happened, a line for each event that means something to a person. */
export function linesOf(happenings: readonly Happening[], startedAt: number): readonly Line[] {
  const lines: Line[] = [];
  // told together: what ends knows what it began with
  const entries = Timeline.timelineOf(happenings, { startedAt });
  const places = new Map(happenings.map((happening, place) => [keyOf(happening), place]));
  for (const entry of entries) {
    const key = keyOf(entry);
    lines.push({ key, place: places.get(key) ?? 0, entry });
  }
  return lines;
}
