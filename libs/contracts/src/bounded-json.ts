import { isUtf8 } from 'node:buffer';
import { encodingFault, withoutByteOrderMark } from './byte-order-mark.js';
import type { JsonValue } from './json.js';

/** What a body may be, at most. */
export interface JsonBounds {
  /** Default 1 MiB. */
  readonly maxBytes?: number;
  /** Nested arrays and objects. Default 32. */
  readonly maxDepth?: number;
}

export const MESSAGE_BYTES_MAX = 1024 * 1024;
export const JSON_DEPTH_MAX = 32;

export type JsonFault =
  | 'TOO_LARGE'
  | 'NOT_JSON'
  | 'TOO_DEEP'
  /** A text that Postgres cannot keep: `\u0000`, or half of a surrogate pair. */
  | 'UNSTORABLE_TEXT'
  /** A number that is infinite once read, and null once written. */
  | 'UNSTORABLE_NUMBER'
  /** A key that reaches for an object's prototype. */
  | 'FORBIDDEN_KEY';

export type BoundedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: JsonFault; readonly detail: string };

/**
 * Reads JSON that a stranger wrote, in UTF-8, with or without a byte-order mark. Never throws and
 * never recurses: the depth is counted on the raw bytes before anything is parsed.
 */
export function parseBoundedJson(body: Buffer, bounds: JsonBounds = {}): BoundedJson {
  const maxBytes = bounds.maxBytes ?? MESSAGE_BYTES_MAX;
  const maxDepth = bounds.maxDepth ?? JSON_DEPTH_MAX;
  if (body.length > maxBytes) {
    return fault('TOO_LARGE', `${body.length} bytes, at most ${maxBytes} are taken`);
  }
  if (!isUtf8(body)) return fault('NOT_JSON', encodingFault(body) ?? 'not UTF-8');
  const text = withoutByteOrderMark(body);
  const { depth, hasExtremeNumber } = scan(text);
  if (depth > maxDepth) return fault('TOO_DEEP', `nested deeper than ${maxDepth}`);
  let value: JsonValue;
  try {
    value = JSON.parse(text.toString('utf8')) as JsonValue;
  } catch (error) {
    const message = error instanceof Error ? error.message.slice(0, 200) : 'not JSON';
    return fault('NOT_JSON', encodingFault(body) ?? message);
  }
  const suspicious = hasExtremeNumber || SUSPICIOUS.some((text) => body.includes(text));
  return (suspicious ? faultWithin(value) : null) ?? { ok: true, value };
}

/** Without any of these bytes the value holds nothing odd, and need not be walked. */
const SUSPICIOUS = ['\\u', '__proto__', 'constructor'].map((text) => Buffer.from(text));

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The shortest integer that is infinite as a double has more digits than this. */
const DIGITS_MAX = 300;

/** How deep it nests, and whether some number has an exponent or very many digits. */
function scan(body: Buffer): { depth: number; hasExtremeNumber: boolean } {
  let open = 0;
  let depth = 0;
  let digits = 0;
  let hasExtremeNumber = false;
  let inString = false;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) inString = false;
      continue;
    }
    if (byte >= 0x30 && byte <= 0x39) {
      if (++digits > DIGITS_MAX) hasExtremeNumber = true;
      continue;
    }
    const isExponent = digits > 0 && (byte === 0x65 || byte === 0x45);
    if (isExponent) hasExtremeNumber = true;
    digits = 0;
    if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) depth = Math.max(depth, ++open);
    else if (byte === 0x7d || byte === 0x5d) open--;
  }
  return { depth, hasExtremeNumber };
}

const UNSTORABLE = /\u0000|\p{Surrogate}/u;

function faultWithin(root: JsonValue): BoundedJson | null {
  const waiting: JsonValue[] = [root];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string' && UNSTORABLE.test(value)) return UNSTORABLE_TEXT;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return fault('UNSTORABLE_NUMBER', 'a number is too large');
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value as Record<string, JsonValue>)) {
      if (UNSTORABLE.test(key)) return UNSTORABLE_TEXT;
      if (isForbidden(key, member)) return fault('FORBIDDEN_KEY', `the key ${key} is not allowed`);
      waiting.push(member);
    }
  }
  return null;
}

/**
 * `constructor` alone is an ordinary word; only `constructor.prototype` is a way to the prototype.
 */
function isForbidden(key: string, member: JsonValue): boolean {
  if (key === '__proto__') return true;
  if (key !== 'constructor' || typeof member !== 'object' || member === null) return false;
  return Object.hasOwn(member, 'prototype');
}

function fault(reason: JsonFault, detail: string): BoundedJson {
  return { ok: false, reason, detail };
}

const UNSTORABLE_TEXT = fault('UNSTORABLE_TEXT', 'a text holds U+0000 or half a surrogate pair');
