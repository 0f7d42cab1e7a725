import type { BatchWrites, HeldLock, LoadedBatch, LockRelease, SagaLock } from '#ports';

type LockWrites = Pick<BatchWrites, 'lockRequests' | 'lockReleases' | 'lockWaits'>;

/** Semantic locks in memory: tickets in the order in which they were drawn. */
export class MemoryLocks {
  private tickets: readonly Ticket[] = [];
  private drawn = 0;

  /** By saga id. */
  heldBy(sagaIds: readonly string[]): LoadedBatch['heldLocks'] {
    const held = new Map<string, HeldLock[]>();
    for (const { sagaId, key, ticket } of this.tickets) {
      if (!sagaIds.includes(sagaId) || this.holderOf(key) !== sagaId) continue;
      held.set(sagaId, [...(held.get(sagaId) ?? []), { key, ticket }]);
    }
    return held;
  }

  /** Gives the sagas whose turn it is now. */
  write(
    { lockRequests, lockReleases, lockWaits }: LockWrites,
    isStarted: (sagaId: string) => boolean,
  ): readonly string[] {
    const asked = lockRequests
      .filter(({ sagaId }) => isStarted(sagaId))
      .map((lock) => ({ ...lock, ticket: ++this.drawn }));
    const before = this.tickets;
    this.tickets = [...before, ...asked].filter(
      (ticket) => !lockReleases.some((given) => isGiven(given, ticket)),
    );
    const freed = before.filter(
      ({ key, sagaId }) => holderAmong(before, key) === sagaId && this.holderOf(key) !== sagaId,
    );
    const waited = lockWaits.filter(({ key, sagaId }) => this.holderOf(key) === sagaId);
    const turns = [...freed, ...waited].flatMap(({ key }) => this.holderOf(key) ?? []);
    return [...new Set(turns)];
  }

  private holderOf(key: string): string | undefined {
    return holderAmong(this.tickets, key);
  }
}

type Ticket = SagaLock & HeldLock;

function holderAmong(tickets: readonly Ticket[], key: string): string | undefined {
  return tickets.find((ticket) => ticket.key === key)?.sagaId;
}

function isGiven(given: LockRelease, { sagaId, key }: SagaLock): boolean {
  return given.sagaId === sagaId && (given.key === null || given.key === key);
}
