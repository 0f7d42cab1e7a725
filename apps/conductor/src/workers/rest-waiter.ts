import type { Logger } from 'pino';

/** Sagas at rest among those asked for; reads the shared database. */
export type FindAtRest = (sagaIds: readonly string[]) => Promise<readonly string[]>;

/** Callers that may wait at once; the next ones are answered without waiting. */
const WAITERS_MAX = 10_000;

/**
 * Lets callers wait until a saga comes to rest: ended, or stuck.
 *
 * This replica's own transitions are heard of at once. Another replica's are found by asking the
 * database about all that are waited for, in one query, every `pollIntervalMs` while anyone waits.
 */
export class RestWaiter {
  private readonly waiters = new Map<string, Set<() => void>>();
  private count = 0;
  private isDraining = false;
  private poll: NodeJS.Timeout | null = null;

  constructor(
    private readonly findAtRest: FindAtRest,
    private readonly logger: Logger,
    private readonly pollIntervalMs = 200,
  ) {}

  /** Resolves when the saga is at rest, or after `waitMs`; the caller reads what it is then. */
  async wait(sagaId: string, waitMs: number): Promise<void> {
    if (waitMs <= 0 || this.isDraining || this.count >= WAITERS_MAX) return;
    await new Promise<void>((resolve) => this.add(sagaId, waitMs, resolve));
  }

  /** This replica saw the saga come to rest. */
  notify(sagaId: string): void {
    for (const answer of [...(this.waiters.get(sagaId) ?? [])]) answer();
  }

  /** Nobody waits any longer, now or later: the server is about to close. */
  drain(): void {
    this.isDraining = true;
    for (const sagaId of [...this.waiters.keys()]) this.notify(sagaId);
  }

  private add(sagaId: string, waitMs: number, resolve: () => void): void {
    const answers = this.waiters.get(sagaId) ?? new Set();
    this.waiters.set(sagaId, answers);
    const answer = (): void => {
      clearTimeout(timeout);
      answers.delete(answer);
      this.count -= 1;
      if (answers.size === 0) this.waiters.delete(sagaId);
      resolve();
    };
    const timeout = setTimeout(answer, waitMs);
    answers.add(answer);
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
      const atRest = await this.findAtRest([...this.waiters.keys()]);
      for (const sagaId of atRest) this.notify(sagaId);
    } catch (error) {
      this.logger.warn({ err: error }, 'cannot ask which sagas came to rest');
    }
    this.poll = null;
    this.schedulePoll();
  }
}
