import { isNativeError } from 'node:util/types';
import type { ReplyError } from '#contracts';

/** A handler threw. Kept apart from errors of the inbox's own statements. */
export class HandlerFailedError extends Error {
  readonly code = 'HANDLER_FAILED';
  constructor(cause: unknown) {
    super('the handler failed', { cause });
  }
}

/** What the conductor is told about an error of a handler. */
export type Failure =
  | { readonly type: 'refused'; readonly error: ReplyError }
  | { readonly type: 'errored'; readonly error: ReplyError; readonly retryAfterMs?: number }
  | { readonly type: 'no-reply' }
  /** `errored` with details only in the service's own log. */
  | { readonly type: 'unexpected'; readonly error: ReplyError };

/**
 * CommandRefused, TryAgainLater and every RpcException of Nest carry their meaning, which
 * `getError()` gives: `{ refused?: true, code, message, retryAfterMs? }`. A failed validation (an
 * HttpException of Nest with 400 or 422) is refused. Of any other error only a `code` like
 * `PROVIDER_DOWN` is passed on, never the message. They are known by their methods: a service may
 * have a second copy of their class.
 */
export function failureOf(thrown: unknown): Failure {
  const stated = isSpeaking(thrown) ? thrown.getError() : thrown;
  if (isStatement(stated)) return failureOfStatement(stated);
  if (isSpeaking(thrown) && typeof stated === 'string') {
    return { type: 'errored', error: { code: INTERNAL_ERROR, message: cleaned(stated) } };
  }
  if (isOfHttp(thrown) && [400, 422].includes(thrown.getStatus())) {
    return { type: 'refused', error: { code: 'INVALID_INPUT', message: validationText(thrown) } };
  }
  return { type: 'unexpected', error: { code: codeOf(thrown), message: UNEXPECTED } };
}

/** An error whose `getError()` says what the other side is to read. */
export function isSpeaking(thrown: unknown): thrown is Speaking {
  return isNativeError(thrown) && typeof (thrown as Partial<Speaking>).getError === 'function';
}

interface Speaking extends Error {
  getError(): unknown;
}

/** An HttpException of Nest, as its pipes throw it. */
interface OfHttp extends Error {
  getStatus(): number;
  getResponse(): unknown;
}

function isOfHttp(thrown: unknown): thrown is OfHttp {
  if (!isNativeError(thrown)) return false;
  const { getStatus, getResponse } = thrown as Partial<OfHttp>;
  return typeof getStatus === 'function' && typeof getResponse === 'function';
}

const INTERNAL_ERROR = 'INTERNAL_ERROR';
const UNEXPECTED = "the participant failed; its own log says how ('command failed')";
/** Stable codes of a program. SQLSTATEs are excluded: `23505` only reveals the database. */
const STABLE_CODE = /^[A-Z][A-Z0-9_]{2,63}$/;
/** The form that the conductor's `parseReply` accepts; other codes would become `ERROR` there. */
const REPLY_CODE = /^[A-Za-z0-9_.:-]{1,64}$/;
const MESSAGE_LENGTH_MAX = 500;
/** Puts a code that has another form into the message. */
const GIVEN_CODE_MAX = 100;

interface Statement {
  readonly refused?: unknown;
  readonly noReply?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly retryAfterMs?: unknown;
}

/**
 * Thrown on purpose for the other side to read: the object of an RpcException, not a stray Error.
 */
export function isStatement(stated: unknown): stated is Statement {
  if (!isRecord(stated) || isNativeError(stated)) return false;
  return stated['noReply'] === true || typeof stated['code'] === 'string';
}

function failureOfStatement(stated: Statement): Failure {
  if (stated.noReply === true) return { type: 'no-reply' };
  const given = String(stated.code);
  const isUsable = REPLY_CODE.test(given);
  const code = isUsable ? given : 'ERROR';
  const said = typeof stated.message === 'string' ? stated.message : code;
  // so that anyone who searches for the original code finds it
  const message = cleaned(isUsable ? said : `${given.slice(0, GIVEN_CODE_MAX)}: ${said}`);
  if (stated.refused === true) return { type: 'refused', error: { code, message } };
  const retryAfterMs = typeof stated.retryAfterMs === 'number' ? stated.retryAfterMs : undefined;
  const error = { code, message };
  return { type: 'errored', error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function codeOf(thrown: unknown): string {
  const code = isRecord(thrown) ? thrown['code'] : undefined;
  return typeof code === 'string' && STABLE_CODE.test(code) ? code : INTERNAL_ERROR;
}

/** class-validator's sentences name properties and rules, not values. */
function validationText(thrown: OfHttp): string {
  const response = thrown.getResponse();
  const message = isRecord(response) ? response['message'] : response;
  const text = Array.isArray(message) ? message.join('; ') : String(message);
  return cleaned(text);
}

/** Postgres keeps no U+0000, and half a surrogate pair is no UTF-8. */
function cleaned(text: string): string {
  return text.slice(0, MESSAGE_LENGTH_MAX).replace(/[\p{Cc}\p{Surrogate}]+/gu, ' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
