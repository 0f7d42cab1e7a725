import { NoAnswerError, type SqlClient, isFatal, isOutage } from '#transactions';
import { ServerFrozenError, TransactionLostError } from '../errors/session-errors.js';
import { databaseErrorOf, waitAtMost } from '#resilience';
import { DeferredStatementError, type StatementLine } from './statement-line.js';
import { SILENCE_MS, type WorkTransactionOptions } from './work-transaction-options.js';

export interface SendOptions {
  /** Default: `answerLimitMs`. */
  readonly limitMs?: number;
  /** It cannot share a trip: a cursor. Default false. */
  readonly isAlone?: boolean;
}

/**
 * The session of a transaction: whether each statement is answered in time, and what ended the
 * session if it ended by itself.
 */
export class WatchedSession {
  hasHandlerBegun = false;
  /** A statement failed. What became of the transaction the client may know a moment later. */
  hasFailed = false;
  lostBecause: Error | null = null;
  outage: Error | null = null;

  /** When the client became idle within the transaction; null while a statement is under way. */
  private idleSince: number | null = performance.now();
  /** When the last statement was sent. */
  private sentAt = 0;
  /** How long it was idle before the last statement. */
  private idleMs = 0;
  private readonly onLoss = (error: Error): void => {
    this.lostBecause ??= this.isServersFault(error) ? new ServerFrozenError(error) : error;
  };

  constructor(
    private readonly client: SqlClient,
    private readonly line: StatementLine,
    private readonly options: WorkTransactionOptions,
  ) {
    client.on('error', this.onLoss);
  }

  /** What happens to the connection from now on is not of this transaction. */
  end(): void {
    this.client.removeListener('error', this.onLoss);
  }

  /** Ends a part, and takes over what it found out. */
  take(part: WatchedSession): void {
    part.end();
    this.lostBecause ??= part.lostBecause;
    this.outage ??= part.outage;
  }

  /** A handler whose statement the database does not answer could not have ended in time. */
  async isHeldUpByOutage(): Promise<boolean> {
    if (this.idleSince !== null) return false;
    const { sentAt } = this;
    await this.options.onSilence();
    return this.options.wasAwaySince(sentAt);
  }

  /**
   * With what is deferred before them, in one trip. @throws TransactionLostError, what the first
   * that fails throws
   */
  async send<Result>(
    sends: readonly (() => Promise<Result>)[],
    { limitMs = this.options.answerLimitMs, isAlone = false }: SendOptions = {},
  ): Promise<Result> {
    if (this.lostBecause) throw new TransactionLostError(this.lostBecause);
    if (this.idleSince !== null) this.idleMs = performance.now() - this.idleSince;
    this.idleSince = null;
    const sentAt = (this.sentAt = performance.now());
    try {
      if (isAlone) await this.answerTo(this.line.flush(), limitMs);
      return await this.answerTo(this.line.send(sends), limitMs);
    } catch (error) {
      this.hasFailed = true;
      if (isFatal(error) || error instanceof DeferredStatementError) this.onLoss(error);
      if (this.lostBecause) throw new TransactionLostError(this.lostBecause);
      if (isOutage(error, { inHandler: this.hasHandlerBegun })) this.outage ??= error as Error;
      // the server counts the time that it stood still as the statement's
      const wasEnded = databaseErrorOf(error).condition === 'query_canceled';
      if (wasEnded && this.options.wasAwaySince(sentAt))
        this.outage ??= new ServerFrozenError(error);
      throw error;
    } finally {
      this.idleSince = performance.now();
    }
  }

  /**
   * The server ended the session as idle although the client's statement was sent in time: the
   * server, or the network, had stopped meanwhile. That is an outage, not the handler's fault.
   */
  private isServersFault(error: Error): boolean {
    const { idleLimitMs } = this.options;
    const { condition } = databaseErrorOf(error);
    const isIdleTooLong = condition === 'idle_in_transaction_session_timeout';
    return isIdleTooLong && this.idleSince === null && this.idleMs < idleLimitMs;
  }

  /** Rejects when there is no answer for so long: then the connection counts as lost. */
  private async answerTo<Result>(sent: Promise<Result>, limitMs: number): Promise<Result> {
    let isThere = await waitAtMost(sent, Math.min(limitMs, SILENCE_MS));
    if (!isThere && limitMs > SILENCE_MS) {
      void this.options.onSilence();
      isThere = await waitAtMost(sent, limitMs - SILENCE_MS);
    }
    if (isThere) return sent;
    const silence = new NoAnswerError(limitMs);
    this.onLoss(silence);
    throw silence;
  }
}
