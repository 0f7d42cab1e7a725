import { useState } from 'react';
import { Link } from 'wouter';
import button from '../../../parts/button.module.css';
import { Card } from '../../../parts/card';
import { durationText } from '../../../parts/text/time-text';
import { useParam } from '../../../url/use-param';
import type { History } from '../history/use-history';
import type { Saga } from '../use-saga';
import { Legend } from './legend';
import { Overview } from './overview';
import { TimelineRow } from './timeline-row';
import css from './timeline.module.css';
import { type Stretch, useBrush } from './use-brush';
import { useTimes, type Times } from './use-times';
import { useUsual } from './use-usual';

const ROWS = 40;

interface TimelineProps {
  readonly saga: Saga;
  readonly history: History;
}

/** What time went into, step by step: all of it, or a part. */
export function Timeline({ saga, history }: TimelineProps) {
  const [rowsMax, showRows] = useState(ROWS);
  const usual = useUsual(saga.definition);
  const times = useTimes(saga, history);
  const { all, rows, kinds, hidden, now, scale, show } = times;
  const brush = useBrush(({ from, to }) =>
    show({ from: scale.atPlace(from), to: scale.atPlace(to) }),
  );
  if (all.length === 0) return null;
  return (
    <Card title="Timeline" aside={<Length of={times} />}>
      <div className={css.plot} {...brush.handlers}>
        <div className={css.row}>
          <Overview of={times} />
        </div>
        <ol>
          {rows.slice(0, rowsMax).map(({ row, full }) => (
            <TimelineRow key={`${row.isUndo} ${row.step}`} {...{ row, full, scale, now, usual }} />
          ))}
        </ol>
        <div ref={brush.box} className={css.drawn} aria-hidden="true">
          {brush.stretch !== null && <span style={edgesOf(brush.stretch)} />}
        </div>
      </div>
      <footer className={css.foot}>
        <Legend kinds={kinds} hidden={hidden} />
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

function edgesOf({ from, to }: Stretch) {
  return { left: `${from * 100}%`, right: `${(1 - to) * 100}%` };
}

/** `14 min`, or `1.2 s to 5.3 s of 14 min` and the way back. */
function Length({ of: { startedAt, now, span, whole, isFolded } }: { readonly of: Times }) {
  const zoom = useParam('zoom');
  const length = durationText(now - startedAt);
  const edges = span === null ? [] : [span.from, span.to];
  const [from, to] = edges.map((at) => durationText(at - startedAt));
  return (
    <>
      {span === null ? (
        length
      ) : (
        <>
          {from} to {to} of {length} ·{' '}
          <Link href={zoom.hrefOf(null)} replace className={css.link}>
            show all
          </Link>
        </>
      )}
      {(whole.folds.length > 0 || !isFolded) && <IdleLink isFolded={isFolded} />}
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
