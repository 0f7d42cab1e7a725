/** A statement came after its transaction had ended, or while it was ending. */
export class StatementTooLateError extends Error {
  readonly code = 'STATEMENT_TOO_LATE';
  constructor(ended: string) {
    super(`${ended} has ended, and this statement is not part of it: await each statement`);
  }
}

/** Only the library begins and ends the transaction of a command. */
export class TransactionControlError extends Error {
  readonly code = 'TRANSACTION_CONTROL';
  constructor(what: string) {
    super(`a handler must not use ${what}: use manager.transaction for a part that may fail`);
  }
}

/** The server accepts and does not answer, or the network dropped the connection. */
export class NoAnswerError extends Error {
  readonly code = 'DATABASE_SILENT';
  constructor(readonly limitMs: number) {
    super(`the database did not answer within ${limitMs} ms`);
  }
}

/** Other work uses all connections of the pool; the database itself may be fine. */
export class PoolExhaustedError extends Error {
  readonly code = 'POOL_EXHAUSTED';
  constructor(options?: { readonly cause: unknown }) {
    super('no connection of the pool was free in time', options);
  }
}

/** COMMIT was answered with a rollback: a statement had failed, and its error was ignored. */
export class TransactionAbortedError extends Error {
  readonly code = 'TRANSACTION_ABORTED';
  constructor() {
    super('the transaction was rolled back instead of committed');
  }
}

/** The handler, or what runs before and after it in Nest, did not end in time. */
export class HandlerTimedOutError extends Error {
  readonly code = 'HANDLER_TIMED_OUT';
  constructor(readonly limitMs: number) {
    super(`the handler has not ended within ${limitMs} ms, nor all its statements`);
  }
}
