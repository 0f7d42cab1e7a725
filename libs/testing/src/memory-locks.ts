import type { BatchWrites, SagaLock } from '#saga-runtime';

/** Semantic locks in memory: tickets in the order in which they were drawn. */
export class MemoryLocks {
  private tickets: SagaLock[] = [];

  /** By saga id. */
  heldBy(sagaIds: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const held = new Map<string, string[]>();
    for (const { sagaId, key } of this.tickets) {
      if (!sagaIds.includes(sagaId) || this.holderOf(key) !== sagaId) continue;
      held.set(sagaId, [...(held.get(sagaId) ?? []), key]);
    }
    return held;
  }

  /** Gives the sagas that hold what was asked for or given back. */
  write(
    { lockRequests, lockReleases }: BatchWrites,
    isThere: (sagaId: string) => boolean,
  ): readonly string[] {
    this.tickets = this.tickets.filter(
      (ticket) => !lockReleases.some((lock) => isSame(lock, ticket)),
    );
    for (const lock of lockRequests) {
      const isKnown = this.tickets.some((ticket) => isSame(lock, ticket));
      if (!isKnown && isThere(lock.sagaId)) this.tickets.push(lock);
    }
    const holders = lockReleases.flatMap(({ key }) => this.holderOf(key) ?? []);
    return [...new Set(holders)];
  }

  private holderOf(key: string): string | undefined {
    return this.tickets.find((ticket) => ticket.key === key)?.sagaId;
  }
}

function isSame(a: SagaLock, b: SagaLock): boolean {
  return a.sagaId === b.sagaId && a.key === b.key;
}
