import { Backoff, type Clock } from '#resilience';
import type { SagaStore } from '#ports';
import type { Availability } from './availability.js';

/** Short at most: everything waits for what it finds. */
const PROBE = { initialMs: 500, maxMs: 1500 };

/**
 * Asks a store that is away whether it is back. A batch that is being repeated would find out by
 * itself; but when its callers lost their patience nothing is left to repeat, and with replies and
 * timers waiting for the store nothing else would ever try. It needs what the work needs: one that
 * only read would find a database back that takes no writes.
 */
export class StoreProbe {
  private readonly backoff: Backoff;
  private cancel: (() => void) | null = null;
  private isClosed = false;

  constructor(
    private readonly parts: {
      readonly store: Pick<SagaStore, 'probe'>;
      readonly availability: Availability;
      readonly clock: Clock;
    },
  ) {
    this.backoff = new Backoff(parts.clock, PROBE);
    parts.availability.listen((isAvailable) => {
      this.cancel?.();
      this.cancel = null;
      this.backoff.reset();
      if (!isAvailable) this.schedule();
    });
  }

  close(): void {
    this.isClosed = true;
    this.cancel?.();
  }

  private schedule(): void {
    if (this.isClosed || this.parts.availability.isAvailable) return;
    this.cancel = this.parts.clock.after(this.backoff.nextDelayMs(), () => void this.probe());
  }

  /** Never rejects. */
  private async probe(): Promise<void> {
    const { store, availability } = this.parts;
    try {
      await store.probe();
      availability.set(true);
    } catch {
      // still away: that is what it asked
      this.schedule();
    }
  }
}
