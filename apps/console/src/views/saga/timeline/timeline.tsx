import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { useNow } from '../../../parts/now';
import { durationText } from '../../../parts/text/time-text';
import { useParam } from '../../../url/use-param';
import type { History } from '../history/use-history';
import type { Saga } from '../use-saga';
import { KINDS, type Kind, type Row } from './kinds';
import { Overview } from './overview';
import { rowsOf } from './rows';
import { scaleOf, type Span } from './scale';
import { TimelineRow } from './timeline-row';
import css from './timeline.module.css';
import { useBrush } from './use-brush';
import { useUsual } from './use-usual';
import { isIn, useZoom } from './zoom';

const ROWS = 40;

interface TimelineProps {
  readonly saga: Saga;
  readonly history: History;
}

/** What time went into, step by step: all of it, or a part. */
export function Timeline({ saga, history }: TimelineProps) {
  const [rowsMax, showRows] = useState(ROWS);
  const isFolded = useParam('idle').value !== 'shown';
  const { happenings, hasMore } = history;
  const on = saga.waiting?.on;
  const all = useMemo(() => rowsOf(happenings, hasMore ? [] : on), [happenings, hasMore, on]);
  const now = useEnd(saga, history, all);
  const startedAt = Date.parse(saga.startedAt);
  const { span, show } = useZoom(startedAt);
  const usual = useUsual(saga.definition);
  const instants = useMemo(() => instantsOf(all, now), [all, now]);
  const whole = useMemo(() => scaleOf(instants, isFolded), [instants, isFolded]);
  const scale = useMemo(
    () => (span === null ? whole : scaleOf(instants, isFolded, span)),
    [whole, instants, isFolded, span],
  );
  const brush = useBrush(({ from, to }) =>
    show({ from: scale.atPlace(from), to: scale.atPlace(to) }),
  );
  if (all.length === 0) return null;
  const rows = span === null ? all : all.filter((row) => isIn(span, row));
  const kinds = new Set(rows.flatMap(({ segments }) => segments.map(({ kind }) => kind)));
  return (
    <Card
      title="Timeline"
      aside={
        <>
          <Length {...{ startedAt, now, span }} />
          {(whole.folds.length > 0 || !isFolded) && <IdleLink isFolded={isFolded} />}
        </>
      }
    >
      <div className={css.plot} {...brush.handlers}>
        <div className={css.row}>
          <Overview rows={all} scale={whole} onShow={show} {...{ now, startedAt, span }} />
        </div>
        <ol>
          {rows.slice(0, rowsMax).map((row) => (
            <TimelineRow key={`${row.isUndo} ${row.step}`} {...{ row, scale, now, usual }} />
          ))}
        </ol>
        <div className={css.drawn} aria-hidden="true">
          <div ref={brush.box}>
            {brush.stretch !== null && <span style={edgesOf(brush.stretch)} />}
          </div>
        </div>
      </div>
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

function edgesOf({ from, to }: Span) {
  return { left: `${from * 100}%`, right: `${(1 - to) * 100}%` };
}

interface LengthProps {
  readonly startedAt: number;
  readonly now: number;
  readonly span: Span | null;
}

/** `14 min`, or `1.2 s to 5.3 s of 14 min` and the way back. */
function Length({ startedAt, now, span }: LengthProps) {
  const zoom = useParam('zoom');
  const whole = durationText(now - startedAt);
  if (span === null) return whole;
  const [from, to] = [span.from, span.to].map((at) => durationText(at - startedAt));
  return (
    <>
      {from} to {to} of {whole} ·{' '}
      <Link href={zoom.hrefOf(null)} replace className={css.link}>
        show all
      </Link>
    </>
  );
}

function IdleLink({ isFolded }: { readonly isFolded: boolean }) {
  const idle = useParam('idle');
  return (
    <>
      {' · '}
      <Link href={idle.hrefOf(isFolded ? 'shown' : null)} replace className={css.link}>
        {isFolded ? 'show idle time' : 'fold idle time'}
      </Link>
    </>
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
