import type { Logger } from 'pino';
import type { SagaState } from '#engine';
import { FloodGuard } from '#messaging';

/** Finds which of these sagas are at rest, by reading the shared database. */
export type FindAtRest = (sagaIds: readonly string[]) => Promise<readonly string[]>;

/** How many callers may wait at a time; further callers are answered at once. */
const WAITERS_MAX = 10_000;

interface Waiter {
  /** null: the caller has to read the saga. */
  readonly answer: (state: SagaState | null) => void;
  /** The database was not asked yet: this replica will most likely see the saga's end itself. */
  isFresh: boolean;
}

/**
 * Lets callers wait until a saga comes to rest: ended, or stuck.
 *
 * This replica reports its own transitions at once. Those of other replicas are found with one
 * query about all awaited sagas, every `pollIntervalMs` while anyone waits.
 */
export class AtRestWaiter {
  private readonly waiters = new Map<string, Set<Waiter>>();
  private count = 0;
  private isDraining = false;
  private poll: NodeJS.Timeout | null = null;
  private readonly log: FloodGuard;

  constructor(
    private readonly findAtRest: FindAtRest,
    logger: Logger,
    private readonly pollIntervalMs = 200,
  ) {
    this.log = new FloodGuard(logger);
  }

  /**
   * Resolves when the saga is at rest, or after `waitMs`: with its state if this replica brought it
   * there, else with null, and the caller reads the saga.
   */
  async wait(sagaId: string, waitMs: number): Promise<SagaState | null> {
    if (waitMs <= 0 || this.isDraining || this.count >= WAITERS_MAX) return null;
    return new Promise((resolve) => this.add(sagaId, waitMs, resolve));
  }

  /** This replica saw the saga come to rest. */
  notify(state: SagaState): void {
    this.answer(state.id, state);
  }

  /** Releases all callers and accepts no more: the server is about to close. */
  drain(): void {
    this.isDraining = true;
    for (const sagaId of [...this.waiters.keys()]) this.answer(sagaId, null);
  }

  private answer(sagaId: string, state: SagaState | null): void {
    for (const waiter of [...(this.waiters.get(sagaId) ?? [])]) waiter.answer(state);
  }

  private add(sagaId: string, waitMs: number, resolve: (state: SagaState | null) => void): void {
    const waiters = this.waiters.get(sagaId) ?? new Set();
    this.waiters.set(sagaId, waiters);
    const answer = (state: SagaState | null): void => {
      clearTimeout(timeout);
      waiters.delete(waiter);
      this.count -= 1;
      if (waiters.size === 0) this.waiters.delete(sagaId);
      resolve(state);
    };
    const waiter = { answer, isFresh: true };
    const timeout = setTimeout(() => answer(null), waitMs);
    waiters.add(waiter);
    this.count += 1;
    this.schedulePoll();
  }

  private schedulePoll(): void {
    if (this.poll !== null || this.waiters.size === 0) return;
    this.poll = setTimeout(() => void this.askDatabase(), this.pollIntervalMs);
  }

  /** Never rejects: a failed poll costs nothing but time. */
  private async askDatabase(): Promise<void> {
    try {
      const sagaIds = this.takeStale();
      const atRest = sagaIds.length === 0 ? [] : await this.findAtRest(sagaIds);
      for (const sagaId of atRest) this.answer(sagaId, null);
    } catch (error) {
      // comes five times a second while the database is away: a stack trace would add nothing
      this.log.warn({ reason: String(error) }, 'cannot ask which sagas came to rest');
    }
    this.poll = null;
    this.schedulePoll();
  }

  /** Sagas with a waiter that has waited for a whole interval. */
  private takeStale(): string[] {
    const sagaIds: string[] = [];
    for (const [sagaId, waiters] of this.waiters) {
      if ([...waiters].some(({ isFresh }) => !isFresh)) sagaIds.push(sagaId);
      for (const waiter of waiters) waiter.isFresh = false;
    }
    return sagaIds;
  }
}
