import { useStreamState } from '../live/live';
import { useNow } from '../parts/now';
import { agoText } from '../parts/text/time-text';
import css from './live-badge.module.css';

/** A connection that is cut for a moment is nobody's concern. */
const LOST_AFTER_MS = 5_000;

/** Whether what is seen is current. */
export function LiveBadge() {
  const state = useStreamState();
  const now = useNow();
  if (state.is === 'starting') return <span className={css.badge}>connecting …</span>;
  const isStale = state.is === 'lost' && now - state.since > LOST_AFTER_MS;
  return (
    <span className={css.badge} data-stale={isStale}>
      {/* what is read out is the state alone, and no clock that ticks */}
      <span role="status">{isStale ? 'not live: connection lost' : 'live'}</span>
      {isStale && ` ${agoText(state.since, now)}`}
    </span>
  );
}
