/**
 * Answers that the library itself gives to commands, by outcome and cause. Handlers have their own.
 */
export const ANSWER_CODES = {
  FENCED: ['refused', 'The action comes after its compensation or an inquiry'],
  KEY_REUSED: ['refused', 'Another command or other data came under a known key'],
  FENCING_TOKEN_OLD: ['refused', 'A later holder of the lock was here: checkFencingToken()'],
  COMMAND_TOO_OLD: ['refused', 'The action is older than commandMaxAgeDays and its key not known'],
  INVALID_INPUT: ['refused', 'A pipe of the service refused the data'],
  INBOX_EXPIRED: ['errored', 'It began before what the inbox remembers: a person has to look'],
  INBOX_ROW_UNFINISHED: ['errored', 'A handler ended the transaction itself'],
  UNKNOWN_COMMAND: ['errored', 'The service has no handler of that pattern'],
  MALFORMED_COMMAND: ['errored', 'It is no command, and says where its answer goes'],
  OUTPUT_UNUSABLE: ['errored', 'What the handler returned is too large, too deep or not JSON'],
  HANDLER_TIMED_OUT: ['errored', 'The handler, or what goes before it, did not end in time'],
  TRANSACTION_IDLE_TOO_LONG: ['errored', 'The handler left its transaction idle for too long'],
  TRANSACTION_TOO_LONG: ['errored', 'The transaction_timeout of the database ended it'],
  STATEMENT_TOO_LONG: ['errored', 'A statement took longer than statementTimeoutMs'],
  STATEMENT_TOO_LATE: ['errored', 'A statement came after the handler had ended'],
  TRANSACTION_CONTROL: ['errored', 'A handler began or ended the transaction itself'],
  TRANSACTION_ABORTED: ['errored', 'A statement failed, and the handler did not say so'],
  DATABASE_CONTENTION: ['errored', 'A deadlock, a serialization failure or a locked row'],
  DATABASE_UNAVAILABLE: ['errored', 'The database went away three times while the handler ran'],
  FILTER_ANSWERED: ['errored', 'An exception filter gave a value instead of throwing'],
  INTERNAL_ERROR: ['errored', 'The handler threw an error without a code: see the service’s log'],
  ERROR: ['errored', 'The service answered with an error that has no code of its own'],
} as const satisfies Record<string, readonly [outcome: 'refused' | 'errored', when: string]>;
