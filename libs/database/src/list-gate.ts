import { ListsBusyError } from './read-errors.js';
import type { Reader } from './read-rows.js';

export interface ListGateLimits {
  /** Statements at a time. Default 3: two of five connections stay for single sagas. */
  readonly runningMax?: number;
  /** Statements that wait for their turn. Default 30: a dozen pages, or six overviews. */
  readonly waitingMax?: number;
  /** How long one waits. Default 3 s. */
  readonly patienceMs?: number;
}

/**
 * Lists read many rows. However many callers ask for them, few are read at a time; some wait for
 * their turn, and the rest is refused at once instead of late.
 */
export class ListGate implements Reader {
  private readonly limits: Required<ListGateLimits>;
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly reader: Reader,
    limits: ListGateLimits = {},
  ) {
    this.limits = { runningMax: 3, waitingMax: 30, patienceMs: 3000, ...limits };
  }

  /** @throws ListsBusyError */
  async query<Result>(sql: string, parameters?: unknown[]): Promise<Result> {
    if (this.running < this.limits.runningMax) this.running++;
    else await this.turn();
    try {
      return await this.reader.query<Result>(sql, parameters);
    } finally {
      const [next] = this.waiting;
      // the place is handed on, and never free in between
      if (next) next();
      else this.running--;
    }
  }

  private turn(): Promise<void> {
    const { waitingMax, patienceMs } = this.limits;
    if (this.waiting.size >= waitingMax) throw new ListsBusyError('too many lists wait already');
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        this.waiting.delete(begin);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(begin);
        reject(new ListsBusyError('other lists took too long'));
      }, patienceMs);
      this.waiting.add(begin);
    });
  }
}
