import { databaseErrorOf, waitAtMost } from '#resilience';
import { isFatal, isOutage } from '../database/database-trouble.js';
import { HandlerFailedError } from '../errors/handler-failure.js';
import type { Lease, SqlResult } from '../database/sql-client.js';
import { StatementGuard } from './statement-guard.js';
import {
  QUICK_LIMIT_MS,
  SILENCE_MS,
  type WorkTransactionOptions,
} from './work-transaction-options.js';
import {
  HandlerTimedOutError,
  NoAnswerError,
  ServerFrozenError,
  StatementTooLateError,
  TransactionAbortedError,
  TransactionLostError,
} from '../errors/transaction-errors.js';

const HANDLER_SAVEPOINT = 'conductor_handler';

/**
 * The transaction of one command on one connection: the library's statements and, in a savepoint,
 * the handler's. It ends when everything begun in it has ended; later statements of the handler are
 * refused. The connection returns to its pool in no transaction, or is closed.
 *
 * It knows no mapper: a handler's own access to the connection is built on `statement` and `nest`.
 */
export class WorkTransaction {
  /** Once the handler was called, contention in the database does not call it again. */
  hasHandlerBegun = false;
  /** Why the connection ended by itself. */
  lostBecause: Error | null = null;
  /** The first error which showed that the database cannot work. */
  outage: Error | null = null;

  private readonly guard: StatementGuard;
  private readonly onLoss = (error: Error): void => {
    this.lostBecause ??= this.isServersFault(error) ? new ServerFrozenError(error) : error;
  };
  /** When the client became idle within the transaction; null while a statement is under way. */
  private idleSince: number | null = performance.now();
  /** When the last statement was sent. */
  private sentAt = 0;
  /** How long it was idle before the last statement. */
  private idleMs = 0;
  private readonly listeners: ((isCommitted: boolean) => Promise<void>)[] = [];
  private isCommitted = false;
  /** Why the connection cannot return to its pool although it is still open. */
  private mustClose: Error | null = null;
  private readonly savepoint = { isOpen: false };

  constructor(
    private readonly lease: Lease,
    private readonly options: WorkTransactionOptions,
  ) {
    this.guard = new StatementGuard(options.name);
    lease.client.on('error', this.onLoss);
  }

  /** Called once, when the transaction is over. */
  whenEnded(listener: (isCommitted: boolean) => Promise<void>): void {
    this.listeners.push(listener);
  }

  get client() {
    return this.lease.client;
  }

  /** In one round trip. `settings` are statements. */
  async begin(settings: string): Promise<void> {
    await this.send(`start transaction isolation level read committed; ${settings}`, [], {
      limitMs: QUICK_LIMIT_MS,
    });
  }

  /** A statement of the library's own. */
  async rows<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.send(text, values);
    return rows as readonly Row[];
  }

  /**
   * Calls the handler within a savepoint, and waits for it and all its statements. When it throws,
   * its writes are undone, and the transaction can still store a refusal.
   *
   * @throws HandlerFailedError
   */
  async callHandler<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    await this.openSavepoint();
    this.hasHandlerBegun = true;
    try {
      const result = await this.callWithin(work, limitMs);
      await this.closeSavepoint();
      return result;
    } catch (error) {
      if (this.guard.isIdle && !this.lostBecause) {
        await this.send(`rollback to savepoint ${HANDLER_SAVEPOINT}`);
      }
      throw new HandlerFailedError(error);
    }
  }

  /** One statement of the handler, in its turn. @throws StatementTooLateError */
  statement<Result>(send: () => Promise<Result>): Promise<Result> {
    return this.guard.run(() => this.watched(send));
  }

  /** A nested transaction of the handler, in its turn. @throws StatementTooLateError */
  nest<Result>(work: () => Promise<Result>): Promise<Result> {
    const steps = {
      begin: (depth: number) => this.nested(`savepoint conductor_${depth}`),
      commit: (depth: number) => this.nested(`release savepoint conductor_${depth}`),
      rollback: async (depth: number) => {
        // The handler must see the error that caused this one.
        await this.nested(`rollback to savepoint conductor_${depth}`).catch(() => undefined);
      },
    };
    return this.guard.nest(steps, work);
  }

  /** @throws TransactionAbortedError, TransactionLostError, what the database says */
  async commit(): Promise<void> {
    const { command } = await this.send('commit');
    if (command !== 'COMMIT') throw new TransactionAbortedError();
    this.isCommitted = true;
  }

  /** What one of several commands has of the transaction: `take` it back before the next one. */
  part(name: string): WorkTransaction {
    return new WorkTransaction(
      { client: this.client, release: () => undefined },
      { ...this.options, name, shared: this.savepoint },
    );
  }

  /** Nothing more of this part runs. `isUndone`: what its handler wrote was rolled back. */
  take(part: WorkTransaction, { isUndone }: { readonly isUndone: boolean }): void {
    part.guard.shut();
    part.client.removeListener('error', part.onLoss);
    this.lostBecause ??= part.lostBecause;
    this.outage ??= part.outage;
    if (!part.guard.isIdle) this.mustClose ??= new Error('a statement of a part has not ended');
    for (const listener of part.listeners) {
      this.whenEnded((isCommitted) => listener(isCommitted && !isUndone));
    }
  }

  /** Never rejects: a connection that cannot roll back is closed, which has the same effect. */
  async rollback(error: unknown): Promise<void> {
    if (this.lostBecause || this.mustClose) return;
    const cause = error instanceof Error ? error : new Error(String(error));
    if (!this.guard.isIdle) {
      this.mustClose = cause;
      return;
    }
    await this.send('rollback', [], { limitMs: QUICK_LIMIT_MS }).catch(() => {
      this.mustClose = cause;
    });
  }

  /** Releases the connection. @throws what a listener throws: the transaction has ended anyway */
  async end(): Promise<void> {
    this.giveBack();
    for (const listener of this.listeners) await listener(this.isCommitted);
  }

  private giveBack(): void {
    const { client } = this.lease;
    this.guard.shut();
    client.removeListener('error', this.onLoss);
    const isOpen = (client.getTransactionStatus?.() ?? 'I') !== 'I';
    const open = isOpen ? new TransactionAbortedError() : null;
    // One that cannot write is closed too, since the next command could not use it either.
    this.lease.release(this.lostBecause ?? this.mustClose ?? this.outage ?? open ?? undefined);
  }

  private async openSavepoint(): Promise<void> {
    const { shared } = this.options;
    const last = shared?.isOpen ? `release savepoint ${HANDLER_SAVEPOINT}; ` : '';
    await this.send(`${last}savepoint ${HANDLER_SAVEPOINT}`);
    if (shared) shared.isOpen = true;
  }

  /**
   * Of several commands the next one's savepoint releases it too, or the commit, which saves a
   * trip. Where a statement failed and the handler did not say so, this fails.
   */
  private async closeSavepoint(): Promise<void> {
    const { shared } = this.options;
    if (shared && this.client.getTransactionStatus?.() === 'T') return;
    await this.send(`release savepoint ${HANDLER_SAVEPOINT}`);
    if (shared) shared.isOpen = false;
  }

  private async callWithin<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    const giveUp = new AbortController();
    let isOver = false;
    const called = this.toItsEnd(work, giveUp.signal).finally(() => (isOver = true));
    if (await waitAtMost(called, limitMs)) return called;
    const isAway = await this.isHeldUpByOutage();
    if (isOver) return called;
    this.guard.shut();
    const error = new HandlerTimedOutError(limitMs);
    if (isAway) throw (this.outage ??= new ServerFrozenError(error));
    giveUp.abort(error);
    throw error;
  }

  /** A handler whose statement the database does not answer could not have ended in time. */
  private async isHeldUpByOutage(): Promise<boolean> {
    if (this.idleSince !== null) return false;
    const { sentAt } = this;
    await this.options.onSilence();
    return this.options.wasAwaySince(sentAt);
  }

  /** When one part fails, its siblings may still be running. */
  private async toItsEnd<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    try {
      return await work(signal);
    } finally {
      await this.guard.settle();
    }
  }

  private nested(text: string): Promise<SqlResult> {
    if (this.guard.isGivenUp) throw new StatementTooLateError(this.options.name);
    return this.send(text);
  }

  private send(
    text: string,
    values: readonly unknown[] = [],
    { limitMs = this.options.answerLimitMs } = {},
  ): Promise<SqlResult> {
    // Without values it may be several statements.
    const send = () =>
      values.length > 0 ? this.client.query(text, values) : this.client.query(text);
    return this.watched(send, limitMs);
  }

  private async watched<Result>(
    send: () => Promise<Result>,
    limitMs = this.options.answerLimitMs,
  ): Promise<Result> {
    if (this.lostBecause) throw new TransactionLostError(this.lostBecause);
    if (this.idleSince !== null) this.idleMs = performance.now() - this.idleSince;
    this.idleSince = null;
    const sentAt = (this.sentAt = performance.now());
    try {
      return await this.answerTo(send(), limitMs);
    } catch (error) {
      if (isFatal(error)) this.onLoss(error);
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
