import type { StoredSaga } from '#ports';

export interface SagaMemoryLimits {
  /** Sagas that are remembered; 0: none is. Default 20,000. */
  readonly sagas: number;
  /** Characters that they keep, together. Default 32 Mi. */
  readonly chars: number;
}

export const SAGA_MEMORY_LIMITS: SagaMemoryLimits = { sagas: 20_000, chars: 32 * 1024 * 1024 };

/**
 * The states of open sagas as this process wrote them last. Another process may have moved them on:
 * whoever decides by one has its version checked when the decision is written. The least recently
 * written are forgotten first.
 */
export class SagaMemory {
  private readonly kept = new Map<string, StoredSaga>();
  private chars = 0;
  private eraOfAll: string | null = null;

  constructor(private readonly limits: SagaMemoryLimits) {}

  get size(): number {
    return this.kept.size;
  }

  /** The store's, in which all of them were read or written; null: nothing was kept yet. */
  get era(): string | null {
    return this.eraOfAll;
  }

  find(sagaId: string): StoredSaga | null {
    return this.kept.get(sagaId) ?? null;
  }

  /** What is of another era than this saga is forgotten. */
  keep(saga: StoredSaga, era: string): void {
    if (era !== this.eraOfAll) this.forgetAll();
    this.eraOfAll = era;
    const { id, endedAt } = saga.state;
    this.forget(id);
    if (endedAt !== null) return;
    this.kept.set(id, saga);
    this.chars += charsOf(saga);
    this.forgetOldest();
  }

  forget(sagaId: string): void {
    const known = this.kept.get(sagaId);
    if (known === undefined) return;
    this.kept.delete(sagaId);
    this.chars -= charsOf(known);
  }

  private forgetAll(): void {
    this.kept.clear();
    this.chars = 0;
  }

  private forgetOldest(): void {
    const { limits, kept } = this;
    for (const id of kept.keys()) {
      if (kept.size <= limits.sagas && this.chars <= limits.chars) return;
      this.forget(id);
    }
  }
}

function charsOf({ state }: StoredSaga): number {
  return state.kept.all;
}
