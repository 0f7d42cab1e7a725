import { withoutByteOrderMark } from './byte-order-mark.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * Cuts a list into the bytes of its elements, so that each can be read by itself and a bad one
 * spoils none of the others. `text` is a JSON object, and the list is its member `field`.
 *
 * Goes over the bytes once, without recursion, and copies nothing. It looks at brackets, strings
 * and commas only: what an element is worth is for whoever parses it, and other members of the
 * object are not looked at. null: there is no such list, it is empty or there are two of them, it
 * has more than `max` elements, or the brackets around them do not close.
 */
export function sliceList(
  text: Buffer,
  { field, max }: { readonly field: string; readonly max: number },
): readonly Buffer[] | null {
  const bytes = withoutByteOrderMark(text);
  let items: readonly Buffer[] | null = null;
  let index = skipSpace(bytes, 0);
  if (bytes[index] !== OPEN_OBJECT) return null;
  do {
    const name = skipSpace(bytes, index + 1);
    const nameEnd = bytes[name] === QUOTE ? endOfString(bytes, name) : null;
    if (nameEnd === null) return null;
    const colon = skipSpace(bytes, nameEnd);
    if (bytes[colon] !== COLON) return null;
    const value = skipSpace(bytes, colon + 1);
    const end = endOfValue(bytes, value);
    if (end === null) return null;
    if (bytes.toString('latin1', name + 1, nameEnd - 1) === field) {
      if (items !== null) return null;
      items = itemsOf(bytes.subarray(value, end), max);
      if (items === null) return null;
    }
    index = skipSpace(bytes, end);
  } while (bytes[index] === COMMA);
  const isWhole = bytes[index] === CLOSE_OBJECT && skipSpace(bytes, index + 1) === bytes.length;
  return isWhole ? items : null;
}

/** `list`: from its opening bracket to its closing one. */
function itemsOf(list: Buffer, max: number): readonly Buffer[] | null {
  if (list[0] !== OPEN_ARRAY) return null;
  const items: Buffer[] = [];
  let index = 0;
  do {
    const start = skipSpace(list, index + 1);
    const end = endOfValue(list, start);
    if (end === null || items.length === max) return null;
    items.push(list.subarray(start, end));
    index = skipSpace(list, end);
  } while (list[index] === COMMA);
  return list[index] === CLOSE_ARRAY && index === list.length - 1 ? items : null;
}

/** Just after the value that begins here; null: there is none, or it does not end. */
function endOfValue(text: Buffer, start: number): number | null {
  const first = text[start];
  if (first === QUOTE) return endOfString(text, start);
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return endOfContainer(text, start);
  let index = start;
  while (index < text.length && !endsScalar(text[index] ?? 0)) index++;
  return index === start ? null : index;
}

function endOfContainer(text: Buffer, start: number): number | null {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const byte = text[index];
    if (byte === QUOTE) {
      const end = endOfString(text, index);
      if (end === null) return null;
      index = end - 1;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth++;
    } else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) {
      return index + 1;
    }
  }
  return null;
}

/** From the opening quote to just after the closing one; null: it does not end. */
function endOfString(text: Buffer, start: number): number | null {
  for (let from = start + 1; ;) {
    const quote = text.indexOf(QUOTE, from);
    if (quote === -1) return null;
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

function endsScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || isSpace(byte);
}

function skipSpace(text: Buffer, start: number): number {
  let index = start;
  while (isSpace(text[index] ?? 0)) index++;
  return index;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
