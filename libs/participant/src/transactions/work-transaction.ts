import { HandlerFailedError } from '#duties';
import {
  HandlerTimedOutError,
  type Lease,
  type SqlResult,
  type Statement,
  StatementGuard,
  StatementTooLateError,
  TransactionAbortedError,
} from '#transactions';
import { ServerFrozenError, UnsharedSettingError } from '../errors/session-errors.js';
import { databaseErrorOf, waitAtMost } from '#resilience';
import { StatementLine } from './statement-line.js';
import { WatchedSession, type SendOptions } from './watched-session.js';
import { QUICK_LIMIT_MS, type WorkTransactionOptions } from './work-transaction-options.js';

const HANDLER_SAVEPOINT = 'savepoint conductor_handler';
/** SQLSTATE: a statement failed, and nothing else can be done in the transaction. */
const ABORTED = '25P02';

/**
 * The transaction of one command on one connection: the library's statements and, in a savepoint,
 * the handler's. It ends when everything begun in it has ended; later statements of the handler are
 * refused. The connection returns to its pool in no transaction, or is closed.
 *
 * It knows no mapper: a handler's own access to the connection is built on `statement` and `nest`.
 */
export class WorkTransaction {
  private readonly guard: StatementGuard;
  private readonly session: WatchedSession;
  /** Why its command cannot share a transaction. */
  unshared: UnsharedSettingError | null = null;
  private readonly listeners: ((isCommitted: boolean) => Promise<void>)[] = [];
  private isCommitted = false;
  /** Why the connection cannot return to its pool although it is still open. */
  private mustClose: Error | null = null;
  private readonly line: StatementLine;

  constructor(
    private readonly lease: Lease,
    private readonly options: WorkTransactionOptions,
  ) {
    this.guard = new StatementGuard(options.name);
    this.line = options.line ?? new StatementLine(lease.client);
    this.session = new WatchedSession(lease.client, this.line, options);
  }

  /** Once the handler was called, contention in the database does not call it again. */
  get hasHandlerBegun(): boolean {
    return this.session.hasHandlerBegun;
  }

  /** Why the connection ended by itself. */
  get lostBecause(): Error | null {
    return this.session.lostBecause;
  }

  /** The first error which showed that the database cannot work. */
  get outage(): Error | null {
    return this.session.outage;
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
    await this.send(beginning(settings), [], { limitMs: QUICK_LIMIT_MS });
  }

  /** The same, in the trip of the first statement. */
  beginLater(settings: string): void {
    this.line.defer(beginning(settings));
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
    this.session.hasHandlerBegun = true;
    try {
      const result = await this.callWithin(work, limitMs);
      await this.closeSavepoint();
      return result;
    } catch (error) {
      if (this.guard.isIdle && !this.lostBecause) await this.undoHandler();
      throw new HandlerFailedError(error);
    }
  }

  /** One statement of the handler, in its turn. @throws StatementTooLateError */
  statement<Result>(send: () => Promise<Result>, options: SendOptions = {}): Promise<Result> {
    return this.guard.run(() => this.session.send([send], options));
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

  /**
   * With these statements of the library before it, all in one trip.
   *
   * @throws TransactionAbortedError, TransactionLostError, what the database says
   */
  async commit(last: readonly Statement[] = []): Promise<void> {
    this.line.releaseSavepoint();
    const sends = [...last, { text: 'commit', values: [] }].map((each) => this.sender(each));
    const { command } = await this.session.send(sends, {
      limitMs: this.options.commitLimitMs,
    });
    if (command !== 'COMMIT') throw new TransactionAbortedError();
    this.isCommitted = true;
  }

  /** Of a transaction of several commands. */
  get isPart(): boolean {
    return this.options.line !== undefined;
  }

  /** The handlers that follow would have it too: its command has to go alone. */
  refuseSetting(text: string): never {
    throw (this.unshared ??= new UnsharedSettingError(text));
  }

  /** What one of several commands has of the transaction: `take` it back before the next one. */
  part(name: string): WorkTransaction {
    return new WorkTransaction(
      { client: this.client, release: () => undefined },
      { ...this.options, name, line: this.line },
    );
  }

  /** Nothing more of this part runs. `isUndone`: what its handler wrote was rolled back. */
  take(part: WorkTransaction, { isUndone }: { readonly isUndone: boolean }): void {
    part.guard.shut();
    this.session.take(part.session);
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
    this.session.end();
    const isOpen = (client.getTransactionStatus?.() ?? 'I') !== 'I';
    const open = isOpen ? new TransactionAbortedError() : null;
    // One that cannot write is closed too, since the next command could not use it either.
    this.lease.release(this.lostBecause ?? this.mustClose ?? this.outage ?? open ?? undefined);
  }

  private async openSavepoint(): Promise<void> {
    if (this.isPart) this.line.deferSavepoint();
    else await this.send(HANDLER_SAVEPOINT);
  }

  /**
   * Of several commands the next one's savepoint releases it too, or the commit, which saves a
   * trip. Where a statement failed and the handler did not say so, this fails.
   */
  private async closeSavepoint(): Promise<void> {
    const isUnharmed = !this.session.hasFailed && this.client.getTransactionStatus?.() === 'T';
    if (this.isPart && (isUnharmed || this.line.isSavepointDeferred)) return;
    try {
      await this.send(`release ${HANDLER_SAVEPOINT}`);
    } catch (error) {
      throw databaseErrorOf(error).sqlState === ABORTED ? new TransactionAbortedError() : error;
    }
    this.line.forgetSavepoint();
  }

  private async undoHandler(): Promise<void> {
    if (!this.isPart) await this.send(`rollback to ${HANDLER_SAVEPOINT}`);
    else if (!this.line.isSavepointDeferred) this.line.defer(`rollback to ${HANDLER_SAVEPOINT}`);
  }

  private async callWithin<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result> {
    const giveUp = new AbortController();
    let isOver = false;
    const called = this.toItsEnd(work, giveUp.signal).finally(() => (isOver = true));
    if (await waitAtMost(called, limitMs)) return called;
    const isAway = await this.session.isHeldUpByOutage();
    if (isOver) return called;
    this.guard.shut();
    const error = new HandlerTimedOutError(limitMs);
    if (isAway) throw (this.session.outage ??= new ServerFrozenError(error));
    giveUp.abort(error);
    throw error;
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
    options: SendOptions = {},
  ): Promise<SqlResult> {
    return this.session.send([this.sender({ text, values })], options);
  }

  /** Without values it may be several statements. */
  private sender({ text, values }: Statement): () => Promise<SqlResult> {
    return () => (values.length > 0 ? this.client.query(text, values) : this.client.query(text));
  }
}

function beginning(settings: string): string {
  return `start transaction isolation level read committed; ${settings}`;
}
