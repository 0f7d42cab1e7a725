import type { Look } from '../output/look.js';
import type { Saga, TimelineEntry } from '../sagas/saga.js';

/** An interval of time, in ms since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** When each step was done and undone, and the time in which all of it is. */
export interface Bars {
  readonly whole: Span;
  readonly forward: ReadonlyMap<string, Span>;
  readonly undo: ReadonlyMap<string, Span>;
}

const ACTIVE = new Set(['executing', 'inquiring', 'waiting', 'iterating', 'stuck']);

/** @param now in ms since 1970: what still goes on ends there */
export function barsOf(saga: Saga, entries: readonly TimelineEntry[], now: number): Bars {
  const from = Date.parse(saga.startedAt);
  const to = Math.max(from + 1, saga.endedAt === null ? now : Date.parse(saga.endedAt));
  const statuses = new Map(saga.steps.map(({ name, status }) => [name, status]));
  const forward = new Map<string, Span>();
  const undo = new Map<string, Span>();
  for (const { step, at, direction } of entries) {
    if (step === null) continue;
    const name = step.replace(/\[\d+\]$/, '');
    const spans = direction === 'compensate' ? undo : forward;
    const instant = Date.parse(at);
    spans.set(name, { from: spans.get(name)?.from ?? instant, to: instant });
  }
  for (const [name, status] of statuses) {
    const isUndone = undo.has(name);
    const spans = isUndone ? undo : forward;
    const span = spans.get(name);
    const goesOn = status === 'compensating' || ACTIVE.has(status);
    if (span !== undefined && goesOn && saga.endedAt === null) spans.set(name, { ...span, to });
  }
  return { whole: { from, to }, forward, undo };
}

/** One line of time: `█` while the step was done, `▒` while it was undone, `·` else. */
export function barText(
  step: string,
  { whole, forward, undo }: Bars,
  columns: number,
  { paint }: Look,
): string {
  const isIn = (span: Span | undefined, column: number): boolean => {
    if (span === undefined) return false;
    const at = (instant: number): number =>
      Math.min(
        columns - 1,
        Math.floor(((instant - whole.from) / (whole.to - whole.from)) * columns),
      );
    return column >= at(span.from) && column <= at(span.to);
  };
  const cells = Array.from({ length: columns }, (_, column) => {
    if (isIn(undo.get(step), column)) return paint('magenta', '▒');
    if (isIn(forward.get(step), column)) return paint('green', '█');
    return paint('dim', '·');
  });
  return cells.join('');
}
