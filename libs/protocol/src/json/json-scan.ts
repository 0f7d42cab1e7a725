import { containersMax } from '../limits.js';
import { isKeptExactly } from './exact-number.js';
import { placeIn } from './json-place.js';
import type { JsonTextBounds, JsonTextFault } from './json-text.js';
import { ObjectKeys } from './object-keys.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const EXCERPT_CHARS = 40;

/**
 * Scans untrusted JSON text before anything parses it: the one guard of all doors, REST, messages
 * and the command line. Parsers overflow the stack on deep nesting, let the last of two equal keys
 * win, round numbers silently, and pass on keys that change prototypes.
 *
 * Takes the bytes of valid UTF-8 and goes over them once, without recursion. It does not
 * check the grammar: the parser refuses what is not JSON. Null: nothing was found.
 */
export function scanJson(text: Buffer, bounds: JsonTextBounds): JsonTextFault | null {
  const found = findFault(text, bounds);
  if (found === null) return null;
  const { reason, detail } = found.fault;
  return { reason, detail: `${detail} (${placeIn(text, found.index)})` };
}

interface FoundFault {
  readonly fault: JsonTextFault;
  /** Where the text, the number or the bracket begins. */
  readonly index: number;
}

function findFault(text: Buffer, bounds: JsonTextBounds): FoundFault | null {
  const keys = new ObjectKeys(text, bounds);
  const allowed = containersMax(text.length);
  let containers = 0;
  for (let index = 0; index < text.length;) {
    const byte = text[index] ?? 0;
    if (byte === QUOTE) {
      const end = scanString(text, index);
      if (end === null) return { fault: UNSTORABLE_TEXT, index };
      if (keys.isNext) {
        const fault = keys.add(index + 1, end - 1);
        if (fault !== null) return { fault, index };
      }
      index = end;
      continue;
    }
    if ((byte >= 0x30 && byte <= 0x39) || byte === MINUS) {
      const end = endOfNumber(text, index);
      const fault = checkNumber(text, index, end);
      if (fault !== null) return { fault, index };
      index = end;
      continue;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (keys.depth >= bounds.depthMax) {
        const detail = `nested deeper than ${bounds.depthMax}`;
        return { fault: { reason: 'TOO_DEEP', detail }, index };
      }
      if (++containers > allowed) return { fault: tooMany(allowed), index };
      keys.open(byte === OPEN_OBJECT);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      keys.close();
    } else if (byte === COMMA) {
      keys.nextMember();
    }
    index++;
  }
  return null;
}

const UNSTORABLE_TEXT: JsonTextFault = {
  reason: 'UNSTORABLE_TEXT',
  detail: 'a text has U+0000 or a lone surrogate',
};

function tooMany(max: number): JsonTextFault {
  const detail = `more than ${max} arrays and objects in a text of this size`;
  return { reason: 'TOO_MANY_VALUES', detail };
}

/** From the opening quote to just after the closing one, or to the end; null: unstorable. */
function scanString(text: Buffer, start: number): number | null {
  let index = start + 1;
  while (index < text.length) {
    const byte = text[index];
    if (byte === QUOTE) return index + 1;
    if (byte !== BACKSLASH) index++;
    else {
      const end = scanEscape(text, index);
      if (end === null) return null;
      index = end;
    }
  }
  return index;
}

const LETTER_U = 0x75;
const ESCAPE_LENGTH = 6;

/** From the backslash to just after the escape; a pair of surrogates is one. */
function scanEscape(text: Buffer, start: number): number | null {
  if (text[start + 1] !== LETTER_U) return start + 2;
  const unit = escapedUnit(text, start);
  if (unit === 0) return null;
  if (!(unit >= 0xd800 && unit <= 0xdfff)) return start + ESCAPE_LENGTH;
  const next = unit <= 0xdbff ? escapedUnit(text, start + ESCAPE_LENGTH) : NaN;
  return next >= 0xdc00 && next <= 0xdfff ? start + 2 * ESCAPE_LENGTH : null;
}

/** The code unit of `\uXXXX`; NaN when there is none. */
function escapedUnit(text: Buffer, start: number): number {
  const escape = text.toString('latin1', start, start + ESCAPE_LENGTH);
  return /^\\u[0-9a-fA-F]{4}$/.test(escape) ? parseInt(escape.slice(2), 16) : NaN;
}

function endOfNumber(text: Buffer, start: number): number {
  let end = start + 1;
  while (end < text.length && isNumberByte(text[end] ?? 0)) end++;
  return end;
}

/** A digit, `+`, `-`, `.`, `e` or `E`. */
function isNumberByte(byte: number): boolean {
  if (byte >= 0x30 && byte <= 0x39) return true;
  return byte === 0x2b || byte === MINUS || byte === 0x2e || byte === 0x45 || byte === 0x65;
}

/** No number this short needs a look: the largest is 9e99. */
const SHORT_CHARS = 4;

function checkNumber(text: Buffer, start: number, end: number): JsonTextFault | null {
  if (end - start <= SHORT_CHARS) return null;
  const number = text.toString('latin1', start, end);
  if (isKeptExactly(number)) return null;
  const excerpt = number.length > EXCERPT_CHARS ? `${number.slice(0, EXCERPT_CHARS)}…` : number;
  const detail = `the number ${excerpt} cannot be stored exactly; send it as a string`;
  return { reason: 'UNSTORABLE_NUMBER', detail };
}
