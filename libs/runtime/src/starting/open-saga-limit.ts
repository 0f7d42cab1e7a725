import type { SagaState } from '#engine';
import type { Clock, ReportFault } from '#resilience';

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
/** If counting fails for this long, the last count is too old to refuse a start. */
const TRUSTED_MS = 30_000;

/**
 * How many sagas of one definition may be open. Counted in the database now and then, and in
 * between by what begins and ends in this process: so several replicas may start some more, as many
 * as they start within seconds.
 */
export class OpenSagaLimit {
  private counted: ReadonlyMap<string, number> = new Map();
  /** Begun in this process since they were counted, less those that ended. */
  private readonly begun = new Map<string, number>();
  private countAgainAt = -Infinity;
  /** Since when a count is wanted and not had; null: what was counted last is good. */
  private uncountedSince: number | null = null;
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

  /** Counts a start in, which `end` counts out; or returns why there may not be one more. */
  admit(definition: string): string | null {
    const { max = OPEN_SAGAS_MAX } = this.parts;
    const open = (this.counted.get(definition) ?? 0) + (this.begun.get(definition) ?? 0);
    const isWanted = !this.wasCounted || this.uncountedSince !== null;
    if (isWanted || open >= max * COUNTED_FROM) void this.count();
    if (open >= max && this.isTrusted()) {
      return `${open} sagas of ${definition} have not ended, ${max} may be open`;
    }
    this.begin(definition);
    return null;
  }

  /** One more, whatever the limit: a child. */
  begin(definition: string): void {
    this.begun.set(definition, (this.begun.get(definition) ?? 0) + 1);
  }

  /**
   * One less: a saga that ended, or a start that made none. Never below what was counted: one that
   * ends here may have begun elsewhere.
   */
  end(definition: string): void {
    this.set(definition, (this.begun.get(definition) ?? 0) - 1);
  }

  /** A saga came to rest; a stuck one has not ended. */
  notify({ status, definition }: Pick<SagaState, 'status' | 'definition'>): void {
    if (status !== 'stuck') this.end(definition.name);
  }

  private isTrusted(): boolean {
    const { uncountedSince } = this;
    return uncountedSince === null || this.parts.clock.now() - uncountedSince < TRUSTED_MS;
  }

  private set(definition: string, begun: number): void {
    if (begun > 0) this.begun.set(definition, begun);
    else this.begun.delete(definition);
  }

  /** Never rejects. */
  private async count(): Promise<void> {
    const { counts, clock, report } = this.parts;
    const startedAt = clock.now();
    if (this.isCounting || startedAt < this.countAgainAt) return;
    this.isCounting = true;
    this.uncountedSince ??= startedAt;
    const before = new Map(this.begun);
    try {
      this.counted = await counts.countOpen();
      this.wasCounted = true;
      this.uncountedSince = null;
      // those before are in the count; it does not tell which of the later ones are
      for (const [name, begun] of before) this.set(name, (this.begun.get(name) ?? 0) - begun);
    } catch (error) {
      report({ during: 'count open sagas', error });
    } finally {
      this.isCounting = false;
      const tookMs = clock.now() - startedAt;
      this.countAgainAt = clock.now() + Math.max(COUNT_EVERY_MS, tookMs * COUNTING_SHARE);
    }
  }
}
