import type { Clock } from '#resilience';

/** Beyond it the drift between two clocks could be felt; and a process may have been asleep. */
const BELIEVED_MS = 10_000;

/**
 * The database's clock, between two looks at it. A little behind it, by the way of the answer, and
 * so never ahead of the next look but for the drift of two clocks within seconds.
 */
export class StoreClock {
  private seen: { readonly at: number; readonly when: number } | null = null;

  constructor(private readonly clock: Clock) {}

  /** The database answered just now that it was `at`, in ms since the epoch. */
  note(at: number): void {
    this.seen = { at, when: this.clock.now() };
  }

  /** In ms since the epoch; null: the last look is too long ago. */
  now(): number | null {
    if (this.seen === null) return null;
    const { at, when } = this.seen;
    const since = this.clock.now() - when;
    return since > BELIEVED_MS ? null : Math.floor(at + since);
  }
}
