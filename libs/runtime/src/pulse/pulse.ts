import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { PulseStore } from '#ports';

export interface PulseOptions {
  readonly store: PulseStore;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** As of one instant. */
export type PulseReading = Awaited<ReturnType<PulseStore['readPulse']>>;
type Catalog = keyof PulseReading['versions'];

/** null: the store did not answer. */
export type PulseListener = (reading: PulseReading | null) => void;

/** What a process does not learn by itself, it learns within so long. */
const INTERVAL_MS = 1000;
/**
 * Outsiders can add a few thousand rows a second; at worst a table exceeds its limit by what they
 * add in so long.
 */
const LIMITS_EVERY_MS = 10_000;

/**
 * Asks the store once a second whether there is anything to do, for all parts of this process. They
 * ask further only when it says so: with nothing to do this is the only question (decision 0088).
 */
export class Pulse {
  private readonly task: RepeatingTask;
  private readonly listeners: PulseListener[] = [];
  private limitsDueAt = -Infinity;

  constructor(private readonly options: PulseOptions) {
    this.task = new RepeatingTask(options.clock, () => this.beat());
  }

  start(): void {
    this.task.start();
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  /** Called once a second, as long as it runs. */
  listen(listener: PulseListener): void {
    this.listeners.push(listener);
  }

  /**
   * Called with the first reading, and when one of the catalogs has changed since. A listener that
   * was not ready for a call has to read the catalog once it is.
   */
  onChange(catalogs: readonly Catalog[], listener: () => void): void {
    let known: string | null = null;
    this.listen((reading) => {
      if (reading === null) return;
      const found = catalogs.map((catalog) => reading.versions[catalog]).join();
      if (found === known) return;
      known = found;
      listener();
    });
  }

  private async beat(): Promise<number> {
    const reading = await this.read();
    for (const listener of this.listeners) listener(reading);
    return INTERVAL_MS;
  }

  /** Never rejects. */
  private async read(): Promise<PulseReading | null> {
    const { store, clock, report } = this.options;
    const now = clock.now();
    const withLimits = now >= this.limitsDueAt;
    try {
      const reading = await store.readPulse({ withLimits });
      if (withLimits) this.limitsDueAt = now + LIMITS_EVERY_MS;
      return reading;
    } catch (error) {
      report({ during: 'look what there is to do', error });
      return null;
    }
  }
}
