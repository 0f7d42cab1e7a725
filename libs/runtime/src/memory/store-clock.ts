import type { Clock } from '#resilience';

/** Beyond it the drift between two clocks could be felt; and a process may have been asleep. */
const BELIEVED_MS = 10_000;
/** What was on its way for longer may be so much behind. */
const ANSWERED_WITHIN_MS = 1000;
/** Monotonic and wall clock go on alike, unless one was set or the machine was suspended. */
const APART_MS_MAX = 1000;

type OwnClock = Pick<Clock, 'now' | 'wallNow'>;

/**
 * The database's clock, between two looks at it. A little behind it, by the way of the answer, and
 * so never ahead of the next look but for the drift of two clocks within seconds.
 */
export class StoreClock {
  private seen: { readonly at: number; readonly sinceMs: () => number | null } | null = null;

  constructor(private readonly clock: OwnClock) {}

  /**
   * The database is asked now. The returned function is called when it has answered that it was
   * `at`, in ms since the epoch. An answer that took long is not believed: it may have lain here
   * while this process stood still.
   */
  ask(): (at: number) => void {
    const tookMs = stopwatch(this.clock);
    return (at) => {
      const took = tookMs();
      const isFresh = took !== null && took <= ANSWERED_WITHIN_MS;
      this.seen = isFresh ? { at, sinceMs: stopwatch(this.clock) } : null;
    };
  }

  /** In ms since the epoch; null: the last look is too long ago, or nobody knows how long. */
  now(): number | null {
    const since = this.seen?.sinceMs() ?? null;
    if (this.seen === null || since === null || since > BELIEVED_MS) return null;
    return Math.floor(this.seen.at + since);
  }
}

/** Gives how many ms ago it was begun; null: the clocks do not agree on that. */
function stopwatch(clock: OwnClock): () => number | null {
  const [begun, wallBegun] = [clock.now(), clock.wallNow()];
  return () => {
    const ms = clock.now() - begun;
    const isApart = Math.abs(clock.wallNow() - wallBegun - ms) > APART_MS_MAX;
    return isApart ? null : ms;
  };
}
