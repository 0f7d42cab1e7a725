import { useMemo } from 'react';
import { useParam } from '../../../url/use-param';
import type { Row, Segment, Tick } from './kinds';
import type { Span } from './scale';

interface Zoom {
  /** null: all of the time is shown. */
  readonly span: Span | null;
  readonly show: (span: Span | null) => void;
}

/** The part of the time that the address says, as ms since the start: `zoom=1200-5300`. */
export function useZoom(startedAt: number): Zoom {
  const { value, set } = useParam('zoom');
  const span = useMemo(() => spanOf(value, startedAt), [value, startedAt]);
  return { span, show: (next) => set(next === null ? null : textOf(next, startedAt)) };
}

/** null: the text is of no part. */
export function spanOf(text: string | null, startedAt: number): Span | null {
  const [, from = '', to = ''] = /^(\d{1,13})-(\d{1,13})$/.exec(text ?? '') ?? [];
  if (from === '' || Number(from) >= Number(to)) return null;
  return { from: startedAt + Number(from), to: startedAt + Number(to) };
}

/** A part of less than a millisecond is one. */
export function textOf({ from, to }: Span, startedAt: number): string {
  const first = Math.max(0, Math.floor(from - startedAt));
  return `${first}-${Math.max(first + 1, Math.ceil(to - startedAt))}`;
}

/** Where an edge comes to that is moved: a millisecond away at least, as an address has no less. */
export function edgeMoved(edge: number, to: number): number {
  if (to === edge) return edge;
  return to > edge ? Math.max(to, edge + 1) : Math.min(to, edge - 1);
}

/** Whether anything of it is in the part. */
export function isIn(span: Span, { segments, ticks }: Row): boolean {
  return (
    segments.some((each) => isSegmentIn(span, each)) || ticks.some((each) => isTickIn(span, each))
  );
}

export function isSegmentIn(span: Span, { from, to }: Segment): boolean {
  return from < span.to && (to ?? Infinity) > span.from;
}

export function isTickIn({ from, to }: Span, { at }: Tick): boolean {
  return at >= from && at < to;
}
