import type { StatementLine } from './statement-line.js';

export interface WorkTransactionOptions {
  /** The command that the transaction belongs to, for messages. */
  readonly name: string;
  /** No statement takes longer: the server's own limit plus a margin. */
  readonly answerLimitMs: number;
  /** Nor the commit, which may wait for the disk. */
  readonly commitLimitMs: number;
  /** After this idle time within a transaction the server ends the session. */
  readonly idleLimitMs: number;
  /**
   * Called when a statement had no answer for `SILENCE_MS`, or until its handler's limit, to check
   * whether the server is available. Resolves when that is known. Never rejects.
   */
  readonly onSilence: () => Promise<void>;
  /** Whether the server is away, or was after this instant of `performance.now()`. */
  readonly wasAwaySince: (instant: number) => boolean;
  /** That of the transaction of which this is a part. Default: it is a whole one. */
  readonly line?: StatementLine;
}

/** For statements that never wait for a lock: beginning and rolling back. */
export const QUICK_LIMIT_MS = 3_000;
/** Long for a statement: time to check whether the server is available at all. */
export const SILENCE_MS = 4_000;
