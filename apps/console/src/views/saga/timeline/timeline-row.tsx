import { Link } from 'wouter';
import { durationText } from '../../../parts/text/time-text';
import { useParam } from '../../../url/use-param';
import { Bars } from './bars';
import { KINDS, type Kind, type Row } from './kinds';
import type { Scale } from './scale';
import css from './timeline.module.css';
import { unusualText, type Usual } from './usual';

interface TimelineRowProps {
  readonly row: Row;
  /** With the kinds of time that are hidden: what is usual has them, too. */
  readonly full: Row;
  readonly scale: Scale;
  readonly now: number;
  readonly usual: Usual;
}

export function TimelineRow({ row, full, scale, now, usual }: TimelineRowProps) {
  const step = useParam('step');
  const name = row.step === '' ? 'the saga' : row.step;
  const tookMs = totalMs(row, now);
  const unusual = unusualText(usual, full, totalMs(full, now));
  return (
    <li className={css.row}>
      <span className={css.name}>
        {row.isUndo && '↩ '}
        {row.step === '' ? (
          name
        ) : (
          <Link href={step.hrefOf(row.step)} replace title={name}>
            {row.isUndo && <span className={css.hidden}>undo of </span>}
            {name}
          </Link>
        )}
      </span>
      <Bars row={row} scale={scale} now={now} />
      <span className={css.said}>
        {row.attempts > 1 && `${row.attempts} attempts · `}
        {durationText(tookMs)}
        {unusual !== null && (
          <>
            {' · '}
            <b title={unusual.whole}>{unusual.short}</b>
          </>
        )}
        <span className={css.hidden}>: {kindsText(row, now)}</span>
      </span>
    </li>
  );
}

function totalMs({ segments }: Row, now: number): number {
  return segments.reduce((sum, { from, to }) => sum + ((to ?? now) - from), 0);
}

/** `sent, until its answer 240 ms, back-off 2 s` */
function kindsText({ segments }: Row, now: number): string {
  const sums = new Map<Kind, number>();
  for (const { kind, from, to } of segments) {
    sums.set(kind, (sums.get(kind) ?? 0) + ((to ?? now) - from));
  }
  return [...sums].map(([kind, ms]) => `${KINDS[kind]} ${durationText(ms)}`).join(', ');
}
