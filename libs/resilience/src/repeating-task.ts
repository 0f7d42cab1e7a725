import type { Clock } from './clock.js';

/**
 * Something that is done again and again, never twice at once. Each run says after how many ms the
 * next one is due; whoever knows of earlier work calls `hurry`.
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

  /** The next run is due in at most `inMs`. */
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
      // a `hurry` of the meantime may be earlier, and waits for this
      if (!this.isStopped && this.cancelWait === null) this.wait();
    });
  }
}
