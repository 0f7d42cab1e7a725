import { useEffect, useState } from 'react';
import { durationText } from '../../../parts/text/time-text';
import type { Kind, Row } from './kinds';
import css from './overview.module.css';
import type { Scale, Span } from './scale';
import { type Stretch, useBrush } from './use-brush';
import type { Times } from './use-times';
import { edgeMoved } from './zoom';

/** Its places, and those of the sliders. */
const WIDTH = 1_000;
const HEIGHT = 20;
/** An edge stays this far from the other. */
const APART = 5;
/** What an edge was moved to is shown once it has rested for so long. */
const RESTS_MS = 120;

interface Moved {
  readonly edge: 'from' | 'to';
  /** From 0 to 1. */
  readonly place: number;
}

/** All of the time as a strip, and its part that is shown: drawn on it, or set by its edges. */
export function Overview({ of: times }: { readonly of: Times }) {
  const { all: rows, now, whole: scale, startedAt, span, show } = times;
  const [moved, move] = useState<Moved | null>(null);
  const whole = { from: scale.atPlace(0), to: scale.atPlace(1) };
  const showPart = (part: Span): void => {
    const isAll = part.from <= whole.from && part.to >= whole.to;
    show(isAll ? null : part);
  };
  const { box, stretch, handlers } = useBrush(({ from, to }) => {
    showPart({ from: scale.atPlace(from), to: scale.atPlace(to) });
  });
  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => {
      const part = span ?? whole;
      const { edge, place } = moved;
      showPart({ ...part, [edge]: edgeMoved(part[edge], scale.atPlace(place)) });
      move(null);
    }, RESTS_MS);
    return () => clearTimeout(timer);
    // what is shown may change meanwhile: only what was moved begins a new rest
  }, [moved]);
  const still = stretch ?? stretchOf(span, scale);
  const shown = moved === null ? still : { ...still, [moved.edge]: moved.place };
  const from = Math.round(shown.from * WIDTH);
  const to = Math.round(shown.to * WIDTH);
  const edge = (name: string, value: number, toMoved: (place: number) => Moved) => (
    <input
      type="range"
      className={css.edge}
      max={WIDTH}
      aria-label={name}
      aria-valuetext={`${durationText(scale.atPlace(value / WIDTH) - startedAt)} after the start`}
      value={value}
      onChange={({ target }) => move(toMoved(Number(target.value) / WIDTH))}
    />
  );
  return (
    <div className={css.strip} ref={box} role="group" aria-label="Part shown" {...handlers}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {TONES.map((tone) => (
          <path key={tone} data-tone={tone} d={lines(rows, tone, { scale, now })} />
        ))}
      </svg>
      <span className={css.outside} style={{ width: `${from / 10}%` }} />
      <span className={css.outside} style={{ left: `${to / 10}%`, right: 0 }} />
      {edge('Shown from', from, (place) => ({
        edge: 'from',
        place: Math.min(place, shown.to - APART / WIDTH),
      }))}
      {edge('Shown to', to, (place) => ({
        edge: 'to',
        place: Math.max(place, shown.from + APART / WIDTH),
      }))}
    </div>
  );
}

function stretchOf(span: Span | null, { placeOf }: Scale): Stretch {
  return span === null ? { from: 0, to: 1 } : { from: placeOf(span.from), to: placeOf(span.to) };
}

const TONES = ['forward', 'undo', 'stuck'] as const;

function toneOf(kind: Kind): (typeof TONES)[number] {
  return kind === 'undo' || kind === 'stuck' ? kind : 'forward';
}

/** A line for each stretch of time, row below row. */
function lines(
  rows: readonly Row[],
  tone: (typeof TONES)[number],
  { scale, now }: { readonly scale: Scale; readonly now: number },
): string {
  const place = (at: number): number => Math.round(scale.placeOf(at) * WIDTH);
  return rows
    .flatMap(({ segments }, row) =>
      segments
        .filter(({ kind }) => toneOf(kind) === tone)
        .map(({ from, to }) => {
          const left = place(from);
          const y = ((row + 0.5) / rows.length) * HEIGHT;
          return `M${left} ${y.toFixed(1)}h${Math.max(2, place(to ?? now) - left)}`;
        }),
    )
    .join('');
}
