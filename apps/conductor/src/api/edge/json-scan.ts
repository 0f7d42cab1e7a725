import { ApiError } from './api-error.js';

/**
 * Looks through a JSON text before anything parses it, without recursion. Parsers and validators
 * are not made for hostile text: they overflow the stack on deep nesting, let the last of two equal
 * keys win, round numbers in silence, and hand on keys that change prototypes.
 *
 * Grammar is not its business: what is no JSON at all is left to the parser.
 */
export const JSON_DEPTH_MAX = 32;
export const JSON_KEYS_MAX = 10_000;
export const JSON_KEY_CHARS_MAX = 256;

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** A number of this many characters without an exponent is exact as a double. */
const EXACT_NUMBER_CHARS = 15;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** The keys of an object that is open; null: an array. */
type Container = Set<string> | null;

/** @throws ApiError with a `JSON_…` code */
export function scanJson(text: string): void {
  const open: Container[] = [];
  let expectsKey = false;
  let keys = 0;
  let index = 0;
  while (index < text.length) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) {
      const end = scanString(text, index);
      const container = open.at(-1);
      if (expectsKey && container) {
        keys += 1;
        addKey(container, keyAt(text, index, end), keys);
        expectsKey = false;
      }
      index = end;
    } else if (char === MINUS || (char >= 0x30 && char <= 0x39)) {
      index = scanNumber(text, index);
    } else {
      if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
        if (open.length >= JSON_DEPTH_MAX) refuseDepth();
        open.push(char === OPEN_OBJECT ? new Set() : null);
        expectsKey = char === OPEN_OBJECT;
      } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
        open.pop();
        expectsKey = false;
      } else if (char === COMMA) {
        expectsKey = open.at(-1) instanceof Set;
      }
      index += 1;
    }
  }
}

/** From the opening quote to just after the closing one, or to the end of the text. */
function scanString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) return index + 1;
    index = char === BACKSLASH ? scanEscape(text, index) : index + 1;
  }
  return index;
}

/** From the backslash to just after the escape; a pair of surrogates is one. */
function scanEscape(text: string, start: number): number {
  if (text[start + 1] !== 'u') return start + 2;
  const unit = escapedUnit(text, start);
  if (unit === 0) {
    throw new ApiError('JSON_FORBIDDEN_CHARACTER', 'The character \\u0000 is not allowed.');
  }
  if (unit < 0xd800 || unit > 0xdfff) return start + 6;
  const next = unit <= 0xdbff ? escapedUnit(text, start + 6) : NaN;
  if (next >= 0xdc00 && next <= 0xdfff) return start + 12;
  throw new ApiError('JSON_FORBIDDEN_CHARACTER', 'Half of a surrogate pair is not allowed.');
}

/** The code unit of `\uXXXX`; NaN when there is none. */
function escapedUnit(text: string, start: number): number {
  const escape = text.slice(start, start + 6);
  return /^\\u[0-9a-fA-F]{4}$/.test(escape) ? parseInt(escape.slice(2), 16) : NaN;
}

function keyAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(text.slice(start, end)) as string;
  } catch (cause) {
    throw new ApiError('JSON_MALFORMED', 'A key is not a JSON string.', {}, { cause });
  }
}

function addKey(container: Set<string>, key: string, keys: number): void {
  if (keys > JSON_KEYS_MAX) {
    throw new ApiError('JSON_TOO_MANY_KEYS', `At most ${JSON_KEYS_MAX} keys are allowed.`);
  }
  if (key.length > JSON_KEY_CHARS_MAX) {
    const detail = `A key may have at most ${JSON_KEY_CHARS_MAX} characters.`;
    throw new ApiError('JSON_KEY_TOO_LONG', detail);
  }
  if (FORBIDDEN_KEYS.has(key)) {
    throw new ApiError('JSON_FORBIDDEN_KEY', `The key "${key}" is not allowed.`);
  }
  if (container.has(key)) {
    throw new ApiError('JSON_DUPLICATE_KEY', `The key "${key}" stands twice in one object.`);
  }
  container.add(key);
}

function refuseDepth(): never {
  const detail = `Objects and arrays may be nested ${JSON_DEPTH_MAX} deep.`;
  throw new ApiError('JSON_TOO_DEEP', detail);
}

function scanNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && isNumberChar(text.charCodeAt(end))) end += 1;
  const token = text.slice(start, end);
  if (!isKeptExactly(token)) {
    throw new ApiError(
      'JSON_NUMBER_IMPRECISE',
      `The number ${token.slice(0, 40)} cannot be kept exactly; send it as a string.`,
    );
  }
  return end;
}

/** A digit, `+`, `-`, `.`, `e` or `E`. */
function isNumberChar(char: number): boolean {
  if (char >= 0x30 && char <= 0x39) return true;
  return char === 0x2b || char === 0x2d || char === 0x2e || char === 0x45 || char === 0x65;
}

/** The double that a parser makes of it says the same number when it is written again. */
function isKeptExactly(token: string): boolean {
  const value = Number(token);
  if (Number.isNaN(value)) return true; // no number: the parser will say so
  if (value === 0 && token.startsWith('-')) return false;
  if (token.length <= EXACT_NUMBER_CHARS && !/e/i.test(token)) return true;
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !/[.e]/i.test(token)) return Number.isSafeInteger(value);
  const given = normalize(token);
  const kept = normalize(String(value));
  return given.digits === kept.digits && given.exponent === kept.exponent;
}

/** A number as its significant digits and the power of ten of the last one. */
function normalize(token: string): { readonly digits: string; readonly exponent: number } {
  const [mantissa = '', power = '0'] = token.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.');
  const all = stripStart(whole + fraction);
  const digits = stripEnd(all);
  if (digits === '') return { digits: '0', exponent: 0 };
  return { digits, exponent: Number(power) - fraction.length + (all.length - digits.length) };
}

function stripStart(digits: string): string {
  let start = 0;
  while (digits[start] === '0') start += 1;
  return digits.slice(start);
}

/** By hand: `/0+$/` takes time in the square of a long run of zeros. */
function stripEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
