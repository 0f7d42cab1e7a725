import { durationText } from '../../../parts/text/time-text';
import { KINDS, type Row, type Segment } from './kinds';
import type { Scale } from './scale';
import css from './timeline.module.css';
import { isSegmentIn, isTickIn } from './zoom';

interface BarsProps {
  readonly row: Row;
  readonly scale: Scale;
  readonly now: number;
}

/** More than a row has room for; the events list has all. */
const MARKS_MAX = 60;

/** The stretches of a step; in words the row says the same. */
export function Bars({ row, scale, now }: BarsProps) {
  const { placeOf, atPlace, folds } = scale;
  const shown = { from: atPlace(0), to: atPlace(1) };
  const segments = row.segments.filter((each) => isSegmentIn(shown, each));
  const ticks = row.ticks.filter((each) => isTickIn(shown, each));
  return (
    <span className={css.bars} aria-hidden="true">
      {folds.map(({ from, to, ms }) => (
        <span
          key={from}
          className={css.fold}
          style={{ left: percent(from), width: percent(to - from) }}
          title={`${durationText(ms)} in which nothing happened`}
        />
      ))}
      {segments.slice(-MARKS_MAX).map((segment) => {
        const from = placeOf(segment.from);
        const to = placeOf(segment.to ?? now);
        return (
          <span
            key={segment.from}
            className={css.bar}
            data-kind={segment.kind}
            title={segmentText(segment, now)}
            style={{ left: percent(from), width: percent(to - from) }}
          />
        );
      })}
      {ticks.slice(-MARKS_MAX).map(({ at, text, isError }, place) => (
        <span
          key={`${place} ${at}`}
          className={css.tick}
          data-error={isError}
          title={text}
          style={{ left: percent(placeOf(at)) }}
        />
      ))}
    </span>
  );
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}

function segmentText({ kind, from, to, note }: Segment, now: number): string {
  const about = note === '' ? '' : `, ${note}`;
  const took = durationText((to ?? now) - from);
  return `${KINDS[kind]}${about}: ${took}${to === null ? ' so far' : ''}`;
}
