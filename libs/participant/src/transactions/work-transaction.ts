import { databaseErrorOf, waitAtMost, withinLimit } from '#resilience';
import { isFatal, isOutage } from '../database/database-trouble.js';
import { HandlerFailedError } from '../errors/handler-failure.js';
import type { Lease, SqlResult } from '../database/sql-client.js';
import { StatementGuard } from './statement-guard.js';
import {
  HandlerTimedOutError,
  NoAnswerError,
  ServerFrozenError,
  StatementTooLateError,
  TransactionAbortedError,
  TransactionLostError,
} from '../errors/transaction-errors.js';

export interface WorkTransactionOptions {
  /** Whose transaction it is, for messages. */
  readonly name: string;
  /** No statement takes longer: the server's own limit, and then some. */
  readonly answerLimitMs: number;
  /** The server ends a session whose client leaves the transaction alone for longer. */
  readonly idleLimitMs: number;
  /** A statement has had no answer for `SILENCE_MS`: somebody looks whether the server is there. */
  readonly onSilence: () => void;
  /** Whether they found that it is not, after this instant of `performance.now()`. */
  readonly wasAwaySince: (instant: number) => boolean;
}

/** For a statement that waits for nobody: beginning and rolling back. */
const QUICK_LIMIT_MS = 3_000;
/** Long for a statement; then somebody looks whether the server is there at all. */
const SILENCE_MS = 4_000;

const HANDLER_SAVEPOINT = 'conductor_handler';

/**
 * The one transaction of a command on one connection: what the library writes, and within a
 * savepoint what the handler does. It ends when all that was begun in it has ended; a handler's
 * statement that comes later is refused. A connection goes back to its pool in no transaction, or
 * not at all.
 *
 * Knows no mapper: a handler's own way to the connection is made upon `statement` and `nest`.
 */
export class WorkTransaction {
  /** Once it was called, the database's moods do not call it again. */
  hasHandlerBegun = false;
  /** The connection has ended by itself, and why. */
  lostBecause: Error | null = null;
  /** The first error that said that the database cannot work. */
  outage: Error | null = null;

  private readonly guard: StatementGuard;
  private readonly onLoss = (error: Error): void => {
    this.lostBecause ??= this.isServersFault(error) ? new ServerFrozenError(error) : error;
  };
  /** When the client began to leave the transaction alone; null while a statement is on its way. */
  private idleSince: number | null = performance.now();
  /** For how long it had done so before the last statement. */
  private idleMs = 0;
  private readonly listeners: ((isCommitted: boolean) => Promise<void>)[] = [];
  private isCommitted = false;
  /** Why the connection cannot go back to its pool, though it is there. */
  private mustClose: Error | null = null;

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
   * Calls the handler within a savepoint, and waits for its end and that of all its statements.
   * When it throws, what it wrote is undone, and the transaction can still store a refusal.
   *
   * @throws HandlerFailedError
   */
  async callHandler<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    await this.send(`savepoint ${HANDLER_SAVEPOINT}`);
    this.hasHandlerBegun = true;
    try {
      const result = await this.callWithin(work, limitMs);
      await this.send(`release savepoint ${HANDLER_SAVEPOINT}`);
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
        // The error that led here is what the handler has to see.
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

  /** Never rejects: a connection that cannot roll back is closed, which does the same. */
  async rollback(error: unknown): Promise<void> {
    if (this.lostBecause) return;
    const cause = error instanceof Error ? error : new Error(String(error));
    if (!this.guard.isIdle) {
      this.mustClose = cause;
      return;
    }
    await this.send('rollback', [], { limitMs: QUICK_LIMIT_MS }).catch(() => {
      this.mustClose = cause;
    });
  }

  /** Gives the connection back. @throws what a listener throws: the transaction has ended anyway */
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
    // One that cannot write is closed too: it would be no use to the next one either.
    this.lease.release(this.lostBecause ?? this.mustClose ?? this.outage ?? open ?? undefined);
  }

  private callWithin<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    const giveUp = new AbortController();
    return withinLimit(this.toItsEnd(work, giveUp.signal), limitMs, () => {
      const error = new HandlerTimedOutError(limitMs);
      this.guard.shut();
      giveUp.abort(error);
      return error;
    });
  }

  /** When a part of it fails, its siblings may still be at work. */
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
    const sentAt = performance.now();
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
   * The server says that the client was idle, though the client's statement was on its way in time:
   * the server, or the network, had stopped meanwhile. That is an outage, not the handler's fault.
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
      this.options.onSilence();
      isThere = await waitAtMost(sent, limitMs - SILENCE_MS);
    }
    if (isThere) return sent;
    const silence = new NoAnswerError(limitMs);
    this.onLoss(silence);
    throw silence;
  }
}
