import type { PulseStore, SagaStore } from '#ports';
import type { MemoryOutbox } from './memory-outbox.js';

/** What there is to do in a `MemorySagaStore`. */
export class MemoryPulseStore implements PulseStore {
  /** For tests to change. */
  readonly versions = {
    definitions: '1',
    participants: '1',
    keys: '1',
    pauses: '1',
  };
  isTooMuchKept = false;
  areActsUnsealed = false;
  areBulksDue = false;
  areHeldDue = false;
  /** How often it was read, and how often with limits. */
  readonly reads = { all: 0, withLimits: 0 };

  constructor(
    private readonly store: Pick<SagaStore, 'timeToNextWakeMs'> & { readonly outbox: MemoryOutbox },
    private readonly now: () => number,
  ) {}

  async readPulse({ withLimits }: Parameters<PulseStore['readPulse']>[0]) {
    this.reads.all++;
    if (withLimits) this.reads.withLimits++;
    const nextWakeMs = await this.store.timeToNextWakeMs();
    const { alone, batches } = this.store.outbox;
    return {
      nextWakeMs,
      areEntriesDue: this.isAnyDue(alone.values()),
      areBatchesDue: this.isAnyDue(batches.values()),
      areActsUnsealed: this.areActsUnsealed,
      areBulksDue: this.areBulksDue,
      areHeldDue: this.areHeldDue,
      versions: { ...this.versions },
      isTooMuchKept: withLimits && this.isTooMuchKept,
    };
  }

  private isAnyDue(rows: Iterable<{ readonly leaseUntil: number }>): boolean {
    return [...rows].some(({ leaseUntil }) => leaseUntil <= this.now());
  }
}
