/** A setting lasts until the end of the transaction: other commands of it would have it too. */
export class UnsharedSettingError extends Error {
  readonly code = 'SETTING_UNSHARED';
  constructor(statement: string) {
    super(`its handler changes a setting of the transaction: ${statement.trim().slice(0, 100)}`);
  }
}

/** The transaction's connection was lost, and with it everything that was written. */
export class TransactionLostError extends Error {
  readonly code = 'TRANSACTION_LOST';
  constructor(cause: unknown) {
    super('the transaction is lost: its connection has ended', { cause });
  }
}

/**
 * The server ended the session as idle although the client's next statement was on its way, or a
 * statement was suspended for as long as the message says.
 */
export class ServerFrozenError extends Error {
  readonly code = 'DATABASE_FROZEN';
  constructor(cause: unknown) {
    super('the database, or the way to it, stood still', { cause });
  }
}
