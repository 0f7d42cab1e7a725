import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { PulseStore } from '#ports';

export interface PulseOptions {
  readonly store: PulseStore;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** As of one instant. */
export type PulseReading = Awaited<ReturnType<PulseStore['readPulse']>>;
type Asked = Parameters<PulseStore['readPulse']>[0];
type Catalog = keyof PulseReading['versions'];

/** null: the store did not answer. */
export type PulseListener = (reading: PulseReading | null) => void;

/** What a process does not learn by itself, it learns within so long. */
const INTERVAL_MS = 1000;
/** Readings that come with something else come once a second, too, and may be late by so much. */
const PATIENCE_MS = INTERVAL_MS + 250;
/**
 * Outsiders can add a few thousand rows a second; at worst a table exceeds its limit by what they
 * add in so long.
 */
const LIMITS_EVERY_MS = 10_000;

/**
 * Learns once a second whether there is anything to do, for all parts of this process. They ask
 * further only when it says so (decision 0088). It asks the store itself only when nobody else has
 * brought the answer: a replica that reports that it is present reads it in the same statement.
 */
export class Pulse {
  private readonly task: RepeatingTask;
  private readonly listeners: PulseListener[] = [];
  private limitsDueAt = -Infinity;
  private heardAt = -Infinity;
  private isRunning = false;

  constructor(private readonly options: PulseOptions) {
    this.task = new RepeatingTask(options.clock, () => this.beat());
  }

  start(): void {
    this.isRunning = true;
    this.task.start();
  }

  stop(): Promise<void> {
    this.isRunning = false;
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

  /** What a reading that is to be `heard` has to be asked for. */
  get question(): Asked {
    return { withLimits: this.options.clock.now() >= this.limitsDueAt };
  }

  /** A reading that came with something else, which was asked for by `question`. */
  hear(reading: PulseReading, asked: Asked): void {
    if (!this.isRunning) return;
    this.heardAt = this.options.clock.now();
    this.note(asked);
    this.tell(reading);
  }

  private async beat(): Promise<number> {
    const begunAt = this.options.clock.now();
    const comesInMs = this.heardAt + PATIENCE_MS - begunAt;
    if (comesInMs > 0) return comesInMs;
    const reading = await this.read();
    // what was heard meanwhile is newer
    if (this.heardAt < begunAt) this.tell(reading);
    return INTERVAL_MS;
  }

  private tell(reading: PulseReading | null): void {
    for (const listener of this.listeners) listener(reading);
  }

  private note({ withLimits }: Asked): void {
    if (withLimits) this.limitsDueAt = this.options.clock.now() + LIMITS_EVERY_MS;
  }

  /** Never rejects. */
  private async read(): Promise<PulseReading | null> {
    const { store, report } = this.options;
    const asked = this.question;
    try {
      const reading = await store.readPulse(asked);
      this.note(asked);
      return reading;
    } catch (error) {
      report({ during: 'look what there is to do', error });
      return null;
    }
  }
}
