import { Link } from 'wouter';
import type { components } from '../../api/schema';
import { Status } from '../../parts/status';
import css from './open-sagas.module.css';
import { numberText } from '../../parts/text/number-text';

const OPEN = ['stuck', 'compensating', 'running'] as const;
const COLOURS = { stuck: '--stuck', compensating: '--undo', running: '--accent' } as const;

/** How many sagas are open, by status. */
export function OpenSagas({ overview }: { overview: components['schemas']['Overview'] }) {
  const { byStatus, rates, backlog } = overview;
  const counts = OPEN.map((status) => ({ status, count: byStatus[status] ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className={css.card} aria-label="Open sagas">
      <div className={css.line}>
        <span className={css.counts}>
          {counts.map(({ status, count }) => (
            <Link key={status} href={`/sagas?status=${status}`}>
              <Status of={status} text={`${numberText(count)} ${status}`} />
            </Link>
          ))}
          {backlog.pausedSagas > 0 && (
            <Link href="/sagas?waiting=paused">
              <Status of="paused" text={`${backlog.pausedSagas} paused`} />
            </Link>
          )}
        </span>
        <small>
          {numberText(all)} open · in the last hour {rates.started.lastHour} started,{' '}
          {rates.completed.lastHour} completed, {rates.compensated.lastHour} compensated
        </small>
      </div>
      <svg className={css.bar} aria-hidden="true" width="100%" height="6">
        {bars(counts, all)}
      </svg>
    </section>
  );
}

function bars(counts: readonly { status: (typeof OPEN)[number]; count: number }[], all: number) {
  let x = 0;
  return counts.map(({ status, count }) => {
    const width = all === 0 ? 0 : (count / all) * 100;
    const from = x;
    x += width;
    return (
      <rect
        key={status}
        x={`${from}%`}
        width={`${width}%`}
        height="6"
        fill={`var(${COLOURS[status]})`}
      />
    );
  });
}
