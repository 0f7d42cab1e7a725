import { isNativeError } from 'node:util/types';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { HandlerFailedError } from './handler-failure.js';
import { InboxRowVanishedError } from './inbox.js';

/**
 * `away`: the database, or the connection to it, is gone. `contention`: it chose this transaction
 * to give way to another. Either way nothing was stored (or the commit's answer was lost, and the
 * inbox row tells), so the command can simply run again.
 */
export type DatabaseTrouble = 'away' | 'contention';

/** Null: not the database's trouble, or one that running again does not cure. */
export function databaseTroubleOf(error: unknown): DatabaseTrouble | null {
  if (error instanceof InboxRowVanishedError) return 'contention';
  if (error instanceof HandlerFailedError) {
    // The connection is held already: an ECONNREFUSED here is of some other server.
    return isOfTheDatabase(error.cause) ? troubleOf(error.cause) : null;
  }
  return troubleOf(error);
}

const CONTENTION = new Set([
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // lock timeout
]);

const AWAY = new Set([
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '53300', // too many connections
  '53100', // disk full
  '25006', // read only: a standby
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** pg gives these no code. */
const AWAY_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Query read timeout',
];

function isOfTheDatabase(error: unknown): boolean {
  return error instanceof QueryFailedError || error instanceof QueryRunnerAlreadyReleasedError;
}

function troubleOf(error: unknown): DatabaseTrouble | null {
  if (!isNativeError(error)) return null;
  if (error instanceof QueryRunnerAlreadyReleasedError) return 'away';
  const cause: Error & { readonly code?: string } =
    error instanceof QueryFailedError ? error.driverError : error;
  const { code = '', message } = cause;
  if (CONTENTION.has(code)) return 'contention';
  if (AWAY.has(code) || code.startsWith('08')) return 'away';
  return AWAY_MESSAGES.some((text) => message.startsWith(text)) ? 'away' : null;
}
