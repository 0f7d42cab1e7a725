import type { Clock } from './clock.js';

/**
 * Runs a task repeatedly, never twice at once. Each run returns the delay in ms until the next one;
 * `hurry` brings the next run forward. Infinity: there is none before `hurry`.
 */
export class RepeatingTask {
  private cancelWait: (() => void) | null = null;
  private dueAt = Infinity;
  private running: Promise<void> | null = null;
  private isStopped = true;

  constructor(
    private readonly clock: Clock,
    /** Never rejects. */
    private readonly run: () => Promise<number>,
  ) {}

  start(inMs = 0): void {
    this.isStopped = false;
    this.hurry(inMs);
  }

  /** Makes the next run due in at most `inMs`. */
  hurry(inMs: number): void {
    if (this.isStopped) return;
    const dueAt = this.clock.now() + inMs;
    if (dueAt >= this.dueAt) return;
    this.dueAt = dueAt;
    if (this.running === null) this.wait();
  }

  /** Resolves when the run that is under way has ended. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.cancelWait?.();
    await this.running;
  }

  private wait(): void {
    this.cancelWait?.();
    const inMs = Math.max(0, this.dueAt - this.clock.now());
    this.cancelWait = this.clock.after(inMs, () => this.begin());
  }

  private begin(): void {
    this.cancelWait = null;
    this.dueAt = Infinity;
    this.running = this.run().then((inMs) => {
      this.running = null;
      this.hurry(inMs);
      // a `hurry` during the run may ask for an earlier one
      if (!this.isStopped && this.cancelWait === null && this.dueAt < Infinity) this.wait();
    });
  }
}
