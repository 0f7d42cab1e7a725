import type { Clock } from '#resilience';

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  private at = 0;
  private suspendedMs = 0;
  private readonly waiting = new Set<{ readonly dueAt: number; readonly callback: () => void }>();

  now(): number {
    return this.at;
  }

  wallNow(): number {
    return this.at + this.suspendedMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const entry = { dueAt: this.at + Math.max(0, delayMs), callback };
    this.waiting.add(entry);
    return () => void this.waiting.delete(entry);
  }

  /** How many callbacks wait. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  /** Moves on, calls back what became due in order of time, and lets all that follows happen. */
  async advance(byMs: number): Promise<void> {
    const until = this.at + byMs;
    await settle();
    for (let next = this.earliest(until); next; next = this.earliest(until)) {
      this.waiting.delete(next);
      this.at = Math.max(this.at, next.dueAt);
      next.callback();
      await settle();
    }
    this.at = until;
  }

  /** The machine was suspended: only the wall clock went on. */
  suspend(ms: number): void {
    this.suspendedMs += ms;
  }

  /** Moves on as after a pause of the whole process: nothing ran in between. */
  async jump(byMs: number): Promise<void> {
    this.at += byMs;
    await this.advance(0);
  }

  private earliest(until: number) {
    const due = [...this.waiting].filter(({ dueAt }) => dueAt <= until);
    return due.sort((a, b) => a.dueAt - b.dueAt)[0];
  }
}

/** Everything that is ready to run has run: a few turns of the event loop. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
