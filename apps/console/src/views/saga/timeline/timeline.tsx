import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { useNow } from '../../../parts/now';
import { durationText } from '../../../parts/text/time-text';
import { useParam } from '../../../url/use-param';
import type { History } from '../history/use-history';
import type { Saga } from '../use-saga';
import { Bars } from './bars';
import { KINDS, type Kind, type Row } from './kinds';
import { rowsOf } from './rows';
import { scaleOf } from './scale';
import css from './timeline.module.css';

const ROWS = 40;

interface TimelineProps {
  readonly saga: Saga;
  readonly history: History;
}

/** What time went into, step by step. */
export function Timeline({ saga, history }: TimelineProps) {
  const [rowsMax, showRows] = useState(ROWS);
  const idle = useParam('idle');
  const isFolded = idle.value !== 'shown';
  const { happenings, hasMore } = history;
  const on = saga.waiting?.on;
  const rows = useMemo(() => rowsOf(happenings, hasMore ? [] : on), [happenings, hasMore, on]);
  const now = useEnd(saga, history, rows);
  const scale = useMemo(() => scaleOf(instantsOf(rows, now), isFolded), [rows, now, isFolded]);
  if (rows.length === 0) return null;
  const kinds = new Set(rows.flatMap(({ segments }) => segments.map(({ kind }) => kind)));
  const hasFolds = scale.folds.length > 0 || !isFolded;
  return (
    <Card
      title="Timeline"
      aside={
        <>
          {durationText(now - Date.parse(saga.startedAt))}
          {hasFolds && (
            <>
              {' · '}
              <Link href={idle.hrefOf(isFolded ? 'shown' : null)} replace className={css.link}>
                {isFolded ? 'show idle time' : 'fold idle time'}
              </Link>
            </>
          )}
        </>
      }
    >
      <ol className={css.rows}>
        {rows.slice(0, rowsMax).map((row) => (
          <TimelineRow key={`${row.isUndo} ${row.step}`} {...{ row, scale, now }} />
        ))}
      </ol>
      <footer className={css.foot}>
        <Legend kinds={kinds} />
        {rows.length > rowsMax && (
          <button type="button" className={button.button} onClick={() => showRows(rowsMax + ROWS)}>
            {rows.length - rowsMax} more steps
          </button>
        )}
        <ReadOn history={history} saga={saga} />
      </footer>
    </Card>
  );
}

/** Where the picture ends: now, or where the saga or what was read of it does. */
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

function TimelineRow(props: { row: Row; scale: ReturnType<typeof scaleOf>; now: number }) {
  const { row, scale, now } = props;
  const step = useParam('step');
  const name = row.step === '' ? 'the saga' : row.step;
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
        {durationText(totalMs(row, now))}
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

function Legend({ kinds }: { readonly kinds: ReadonlySet<Kind> }) {
  const names = Object.keys(KINDS) as readonly Kind[];
  return (
    <ul className={css.legend} aria-label="Kinds of time">
      {names
        .filter((kind) => kinds.has(kind))
        .map((kind) => (
          <li key={kind}>
            <span className={css.swatch} data-kind={kind} aria-hidden="true" />
            {KINDS[kind]}
          </li>
        ))}
    </ul>
  );
}

/** A long history is drawn as far as it has been read. */
function ReadOn({ history, saga }: TimelineProps) {
  const { hasMore, isReading, readMore, happenings } = history;
  if (!hasMore) return null;
  const read = happenings.at(-1)?.version ?? happenings.length;
  return (
    <span className={css.more}>
      As far as event {read} of {saga.version}.{' '}
      <button type="button" className={button.button} disabled={isReading} onClick={readMore}>
        Read on
      </button>
    </span>
  );
}
