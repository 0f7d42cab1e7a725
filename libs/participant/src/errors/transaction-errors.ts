/** A statement came when the transaction that it belongs to had ended, or was about to. */
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

/** The connection of the transaction is gone, and with it all that was written. */
export class TransactionLostError extends Error {
  readonly code = 'TRANSACTION_LOST';
  constructor(cause: unknown) {
    super('the transaction is lost: its connection has ended', { cause });
  }
}

/** A server that takes and does not answer; or a network that forgot the connection. */
export class NoAnswerError extends Error {
  readonly code = 'DATABASE_SILENT';
  constructor(readonly limitMs: number) {
    super(`the database did not answer within ${limitMs} ms`);
  }
}

/**
 * It ended the session of a client that it took for idle, and whose statement was on its way; or a
 * statement that had not run for as long as it says.
 */
export class ServerFrozenError extends Error {
  readonly code = 'DATABASE_FROZEN';
  constructor(cause: unknown) {
    super('the database, or the way to it, stood still', { cause });
  }
}

/** Others have all connections of the pool: the database itself may be well. */
export class PoolExhaustedError extends Error {
  readonly code = 'POOL_EXHAUSTED';
  constructor(options?: { readonly cause: unknown }) {
    super('no connection of the pool was free in time', options);
  }
}

/** COMMIT was answered by a rollback: a statement had failed, and nobody said so. */
export class TransactionAbortedError extends Error {
  readonly code = 'TRANSACTION_ABORTED';
  constructor() {
    super('the transaction was rolled back instead of committed');
  }
}

/** Given up: the handler, or what goes before and after it in Nest, has not ended in time. */
export class HandlerTimedOutError extends Error {
  readonly code = 'HANDLER_TIMED_OUT';
  constructor(readonly limitMs: number) {
    super(`the handler has not ended within ${limitMs} ms, nor all its statements`);
  }
}
