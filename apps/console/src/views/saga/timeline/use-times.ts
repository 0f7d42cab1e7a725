import { useMemo } from 'react';
import { useNow } from '../../../parts/now';
import { useParam } from '../../../url/use-param';
import type { History } from '../history/use-history';
import type { Saga } from '../use-saga';
import type { Kind, Row } from './kinds';
import { rowsOf } from './rows';
import { scaleOf, type Scale, type Span } from './scale';
import { useHidden, without, type Hidden } from './use-hidden';
import { isIn, useZoom } from './zoom';

/** A row without the kinds of time that are hidden, and with them. */
export interface ShownRow {
  readonly row: Row;
  readonly full: Row;
}

export interface Times {
  /** In ms since the epoch. */
  readonly startedAt: number;
  /** Where the picture ends: now, or where the saga or what was read of it does. */
  readonly now: number;
  /** Of all steps, whatever is shown. */
  readonly all: readonly Row[];
  /** With something in the part that is shown. */
  readonly rows: readonly ShownRow[];
  /** What they have. */
  readonly kinds: ReadonlySet<Kind>;
  readonly hidden: Hidden;
  /** The part that is shown; null: all. */
  readonly span: Span | null;
  readonly show: (span: Span | null) => void;
  /** Of all of the time. */
  readonly whole: Scale;
  /** Of the part. */
  readonly scale: Scale;
  readonly isFolded: boolean;
}

/** What time went into, and what of it the address shows. */
export function useTimes(saga: Saga, history: History): Times {
  const isFolded = useParam('idle').value !== 'shown';
  const { happenings, hasMore } = history;
  const on = saga.waiting?.on;
  const all = useMemo(() => rowsOf(happenings, hasMore ? [] : on), [happenings, hasMore, on]);
  const now = useEnd(saga, history, all);
  const startedAt = Date.parse(saga.startedAt);
  const { span, show } = useZoom(startedAt);
  const hidden = useHidden();
  const instants = useMemo(() => instantsOf(all, now), [all, now]);
  const whole = useMemo(() => scaleOf(instants, isFolded), [instants, isFolded]);
  const scale = useMemo(
    () => (span === null ? whole : scaleOf(instants, isFolded, span)),
    [whole, instants, isFolded, span],
  );
  const inSpan = span === null ? all : all.filter((row) => isIn(span, row));
  const kinds = new Set(inSpan.flatMap(({ segments }) => segments.map(({ kind }) => kind)));
  const rows = inSpan.map((full) => ({ full, row: without(hidden.kinds, full) }));
  return { startedAt, now, all, rows, kinds, hidden, span, show, whole, scale, isFolded };
}

function useEnd({ endedAt }: Saga, { happenings, hasMore }: History, rows: readonly Row[]): number {
  const now = useNow();
  const last = happenings.at(-1)?.at ?? 0;
  if (hasMore) return last;
  const isOpen = rows.some(({ segments }) => segments.some(({ to }) => to === null));
  if (endedAt !== null || !isOpen) return endedAt === null ? last : Date.parse(endedAt);
  return Math.max(now, last);
}

function instantsOf(rows: readonly Row[], now: number): readonly number[] {
  return rows.flatMap(({ segments, ticks }) => [
    ...segments.flatMap(({ from, to }) => [from, to ?? now]),
    ...ticks.map(({ at }) => at),
  ]);
}
