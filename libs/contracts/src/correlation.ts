import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { PARTICIPANT_NAME } from '#protocol';

/**
 * The correlation id of a command: which attempt it is, signed. Participants echo it and need not
 * understand it. The signature lets a reply be checked even when the saga's row was lost.
 *
 * `1.<sagaId>.<step>.<iteration>.<e|c|i>.<attempt>.<participant>.<signature>`, the signature being
 * the first 16 bytes of HMAC-SHA256, base64url
 */
export interface Correlation {
  readonly sagaId: string;
  readonly step: string;
  readonly iteration: number;
  readonly direction: 'execute' | 'compensate' | 'inquire';
  /** From 1. */
  readonly attempt: number;
  /** Whose answer it is; left out: it does not say, as with a child saga's. */
  readonly participant?: string;
}

export type CorrelationCheck =
  | { readonly ok: true; readonly correlation: Correlation }
  | { readonly ok: false; readonly reason: 'NO_CORRELATION' | 'BAD_SIGNATURE' };

/** What was to be signed does not fit the token: a dot in a name, or more than 255 bytes. */
export class CorrelationUnsignableError extends Error {
  readonly code = 'CORRELATION_UNSIGNABLE';
  constructor(readonly correlation: Correlation) {
    super(`the correlation of saga ${correlation.sagaId} cannot be signed`);
  }
}

/** The limit of AMQP's short strings. */
export const TOKEN_BYTES_MAX = 255;
const SIGNATURE_BYTES = 16;
const VERSION = '1';

const LETTERS = { execute: 'e', compensate: 'c', inquire: 'i' } as const;
const DIRECTIONS: Readonly<Record<string, Correlation['direction'] | undefined>> = {
  e: 'execute',
  c: 'compensate',
  i: 'inquire',
};
const NAME = PARTICIPANT_NAME.source.slice(1, -1);
const TOKEN = new RegExp(
  `^1\\.([^.]+)\\.([^.]+)\\.(\\d{1,9})\\.([eci])\\.(\\d{1,9})(?:\\.(${NAME}))?$`,
);

/** @throws CorrelationUnsignableError */
export function signCorrelation(secret: string, correlation: Correlation): string {
  const { sagaId, step, iteration, direction, attempt, participant } = correlation;
  const place = `${VERSION}.${sagaId}.${step}.${iteration}.${LETTERS[direction]}.${attempt}`;
  const text = participant === undefined ? place : `${place}.${participant}`;
  const token = `${text}.${signature(secret, text)}`;
  if (!TOKEN.test(text) || Buffer.byteLength(token) > TOKEN_BYTES_MAX) {
    throw new CorrelationUnsignableError(correlation);
  }
  return token;
}

/** Several secrets while one replaces another: any of them may have signed it. */
export function verifyCorrelation(
  secrets: string | readonly string[],
  token: string | undefined,
): CorrelationCheck {
  if (typeof token !== 'string' || token === '') return { ok: false, reason: 'NO_CORRELATION' };
  if (token.length > TOKEN_BYTES_MAX) return BAD_SIGNATURE;
  const end = token.lastIndexOf('.');
  const text = token.slice(0, end);
  const given = token.slice(end + 1);
  const candidates = typeof secrets === 'string' ? [secrets] : secrets;
  if (!candidates.some((secret) => isSame(signature(secret, text), given))) return BAD_SIGNATURE;
  const fields = TOKEN.exec(text);
  const direction = DIRECTIONS[fields?.[4] ?? ''];
  if (!fields || !direction) return BAD_SIGNATURE;
  const correlation: Correlation = {
    sagaId: fields[1] ?? '',
    step: fields[2] ?? '',
    iteration: Number(fields[3]),
    direction,
    attempt: Number(fields[5]),
    ...(fields[6] === undefined ? {} : { participant: fields[6] }),
  };
  return { ok: true, correlation };
}

const BAD_SIGNATURE = { ok: false, reason: 'BAD_SIGNATURE' } as const;

function signature(secret: string, text: string): string {
  const digest = createHmac('sha256', keyOf(secret)).update(text).digest();
  return digest.toString('base64url', 0, SIGNATURE_BYTES);
}

/** In constant time; the length is no secret. */
function isSame(expected: string, given: string): boolean {
  const expectedBytes = Buffer.from(expected);
  const givenBytes = Buffer.from(given);
  return expectedBytes.length === givenBytes.length && timingSafeEqual(expectedBytes, givenBytes);
}

/** Importing a key costs as much as using it. Secrets come from the configuration: a handful. */
const keys = new Map<string, KeyObject>();

function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (!key) {
    key = createSecretKey(Buffer.from(secret));
    keys.set(secret, key);
  }
  return key;
}
