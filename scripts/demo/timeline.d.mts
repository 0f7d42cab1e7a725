import type { Colour } from './print.mjs';

/** See timeline.mjs. */
export function timelineLines(
  lines: readonly string[],
  paint: (colour: Colour, text: string) => string,
): readonly string[];
