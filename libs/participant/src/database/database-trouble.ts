import { isNativeError } from 'node:util/types';
import { InboxRowVanishedError } from '../inbox/inbox.js';

/*
 * What an error of the database means for a command. An outage is nobody's fault and costs no
 * attempt: commands wait until the database can do their work again. Contention before the handler
 * has begun costs nothing either. Everything else is the handler's, and is answered.
 */

/** The database cannot work, whoever asks. */
const OUTAGES = new Set([
  '53100', // disk full
  '57P01', // admin shutdown, or an administrator ended the session
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '58030', // I/O error
]);

/**
 * An outage when the library's own statement meets it, which asks for so little. In a handler it
 * is the handler's: it asked for too much, or asked another server, or wrote where it must not.
 */
const OUTAGES_OF_THE_INBOX = new Set([
  '25006', // read only: a standby, or default_transaction_read_only
  '42501', // insufficient privilege
  '42P01', // undefined table
  '53000', // insufficient resources
  '53200', // out of memory
  '53300', // too many connections
]);

export function isOutage(error: unknown, { inHandler }: { readonly inHandler: boolean }): boolean {
  const code = codeOf(error);
  return OUTAGES.has(code) || (!inHandler && isOutageOfTheInbox(code));
}

/** The session is gone with this answer. */
export function isFatal(error: unknown): error is Error {
  return isNativeError(error) && 'severity' in error && error.severity === 'FATAL';
}

/** The server ended a session that left its transaction alone. */
export function isIdleTooLong(error: unknown): boolean {
  return codeOf(error) === '25P03';
}

/** The server ended a statement: it took longer than its limit, or somebody cancelled it. */
export function isStatementTooLong(error: unknown): boolean {
  return codeOf(error) === '57014';
}

const CONTENTION = new Set([
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // lock timeout
]);

/** The database chose this transaction to give way to another one; or its row was just deleted. */
export function isContention(error: unknown): boolean {
  return error instanceof InboxRowVanishedError || CONTENTION.has(codeOf(error));
}

/** What a participant answers when a limit of the database has ended a handler's work. */
export interface LimitReached {
  readonly code: string;
  readonly message: string;
}

const LIMITS: Readonly<Record<string, LimitReached>> = {
  '25P03': {
    code: 'TRANSACTION_IDLE_TOO_LONG',
    message: 'the handler left its transaction idle for longer than idleTransactionTimeoutMs',
  },
  '25P04': {
    code: 'TRANSACTION_TOO_LONG',
    message: 'the transaction took longer than the transaction_timeout of the database',
  },
  '57014': {
    code: 'STATEMENT_TOO_LONG',
    message: 'a statement of the handler took longer than statementTimeoutMs',
  },
  '40001': { code: 'DATABASE_CONTENTION', message: 'a serialization failure' },
  '40P01': { code: 'DATABASE_CONTENTION', message: 'a deadlock with another transaction' },
  '55P03': { code: 'DATABASE_CONTENTION', message: 'a row was locked for too long' },
};

export function limitReachedBy(error: unknown): LimitReached | null {
  return LIMITS[codeOf(error)] ?? null;
}

function isOutageOfTheInbox(code: string): boolean {
  return OUTAGES_OF_THE_INBOX.has(code) || code.startsWith('08');
}

/** SQLSTATE; mappers wrap the driver's error. */
function codeOf(error: unknown): string {
  if (!isNativeError(error)) return '';
  const { code, driverError } = error as {
    readonly code?: unknown;
    readonly driverError?: unknown;
  };
  if (isNativeError(driverError)) return codeOf(driverError);
  return typeof code === 'string' ? code : '';
}
