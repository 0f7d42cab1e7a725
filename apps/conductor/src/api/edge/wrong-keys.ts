import type { Logger } from 'pino';
import { ApiError } from './api-error.js';

/** How many wrong keys from one address are answered normally within a window. */
const WRONG_KEYS_MAX = 200;
const WINDOW_MS = 60_000;
/**
 * Beyond this, the oldest address is dropped: a caller with that many addresses cannot be tracked.
 */
const ADDRESSES_MAX = 10_000;

interface Window {
  readonly beganAt: number;
  wrong: number;
}

/**
 * Counts requests without a valid key by address. Past a limit they are told to wait, and the log
 * says so once per window. A valid key is always accepted: behind a proxy all callers share one
 * address, and none may lock out the others.
 */
export class WrongKeys {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Past the limit: what the address shows that is not known already is not asked for. */
  isOver(address: string): boolean {
    const window = this.windows.get(address);
    if (window === undefined || this.now() - window.beganAt >= WINDOW_MS) return false;
    return window.wrong >= WRONG_KEYS_MAX;
  }

  /** The answer to a request without a valid key. */
  answer(address: string): ApiError {
    const window = this.windowOf(address);
    window.wrong++;
    if (window.wrong <= WRONG_KEYS_MAX) {
      return new ApiError('UNAUTHENTICATED', 'Send an API key as "Authorization: Bearer <key>".');
    }
    if (window.wrong === WRONG_KEYS_MAX + 1) {
      this.logger.warn(
        { address, wrong: window.wrong, windowMs: WINDOW_MS },
        'many requests of one address have no right API key',
      );
    }
    const retryAfterSeconds = Math.ceil((window.beganAt + WINDOW_MS - this.now()) / 1000);
    const detail = `Wrong API keys came from this address too often; wait ${retryAfterSeconds} s.`;
    return new ApiError('TOO_MANY_WRONG_KEYS', detail, {}, undefined, retryAfterSeconds);
  }

  private windowOf(address: string): Window {
    const known = this.windows.get(address);
    if (known !== undefined && this.now() - known.beganAt < WINDOW_MS) return known;
    // reinserted at the end: the map is ordered by the start of each window
    this.windows.delete(address);
    const begun = { beganAt: this.now(), wrong: 0 };
    this.windows.set(address, begun);
    if (this.windows.size > ADDRESSES_MAX) {
      const [oldest = ''] = this.windows.keys();
      this.windows.delete(oldest);
    }
    return begun;
  }
}
