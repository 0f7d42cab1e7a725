import type { Entry } from './entry.js';

/** For a terminal: a line each with the time since the start. No line break at the end. */
export function linesOf(entries: readonly Entry[], startedAt: number): string {
  return entries.map((entry) => `  ${since(entry, startedAt)}  ${lineOf(entry)}`).join('\n');
}

const OFFSET_CHARS = 10;

function since({ at }: Entry, startedAt: number): string {
  return `+${((at - startedAt) / 1000).toFixed(2)} s`.padStart(OFFSET_CHARS);
}

/** What comes of a command stands below it, a little to the right. */
function lineOf({ what, step, text, durationMs }: Entry): string {
  const isOutcome = step !== null && !BEGINNINGS.has(what);
  const took = durationMs === null ? '' : `, ${lengthOf(durationMs)}`;
  return `${isOutcome ? '  ' : ''}${text}${took}`;
}

const BEGINNINGS: ReadonlySet<Entry['what']> = new Set<Entry['what']>([
  'command-issued',
  'event-published',
  'operator-acted',
  'reply-ignored',
]);

function lengthOf(durationMs: number): string {
  return durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
