import type { Clock } from '../ports/clock.js';
import type { ReportFault } from '../ports/fault-report.js';

/** Sagas that have not ended, by the name of their definition. */
export interface OpenSagaCounts {
  /** @throws whatever keeps it from being counted */
  countOpen(): Promise<ReadonlyMap<string, number>>;
}

/** Open sagas of one definition, unless set otherwise. */
export const OPEN_SAGAS_MAX = 100_000;
/** From this part of the limit on it is counted anew. */
const COUNTED_FROM = 0.5;
const COUNT_EVERY_MS = 5_000;
/** Counting takes no more than this part of the time, on one connection. */
const COUNTING_SHARE = 20;

/**
 * How many sagas of one definition may be open. Counted in the database now and then, and in
 * between by what this process starts: so several replicas may start some more, as many as they
 * start within seconds.
 */
export class OpenSagaLimit {
  private counted: ReadonlyMap<string, number> = new Map();
  private readonly startedSince = new Map<string, number>();
  private countAgainAt = -Infinity;
  private wasCounted = false;
  private isCounting = false;

  constructor(
    private readonly parts: {
      readonly counts: OpenSagaCounts;
      readonly clock: Pick<Clock, 'now'>;
      readonly report: ReportFault;
      /** Default 100,000. */
      readonly max?: number;
    },
  ) {}

  /** Counts one more in; or says why there may not be one. */
  admit(definition: string): string | null {
    const { max = OPEN_SAGAS_MAX } = this.parts;
    const since = this.startedSince.get(definition) ?? 0;
    const open = (this.counted.get(definition) ?? 0) + since;
    if (!this.wasCounted || open >= max * COUNTED_FROM) void this.count();
    if (open >= max) return `${open} sagas of ${definition} have not ended, ${max} may be open`;
    this.startedSince.set(definition, since + 1);
    return null;
  }

  /** Never rejects. */
  private async count(): Promise<void> {
    const { counts, clock, report } = this.parts;
    const begunAt = clock.now();
    if (this.isCounting || begunAt < this.countAgainAt) return;
    this.isCounting = true;
    const before = new Map(this.startedSince);
    try {
      this.counted = await counts.countOpen();
      this.wasCounted = true;
      // those before are in the count; it does not tell which of the later ones are
      for (const [name, started] of before) {
        const later = (this.startedSince.get(name) ?? 0) - started;
        if (later > 0) this.startedSince.set(name, later);
        else this.startedSince.delete(name);
      }
    } catch (error) {
      report({ during: 'count open sagas', error });
    } finally {
      this.isCounting = false;
      const tookMs = clock.now() - begunAt;
      this.countAgainAt = clock.now() + Math.max(COUNT_EVERY_MS, tookMs * COUNTING_SHARE);
    }
  }
}
