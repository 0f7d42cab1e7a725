/**
 * Where a byte of a text is, as editors count: lines and columns from 1, columns in characters.
 * Takes the bytes of valid UTF-8; an index past the end is the end.
 */
export function placeIn(text: Buffer, index: number): string {
  const before = text.subarray(0, index);
  const lineStart = before.lastIndexOf(LINE_FEED) + 1;
  let line = 1;
  let at = before.indexOf(LINE_FEED);
  for (; at !== -1; at = before.indexOf(LINE_FEED, at + 1)) line++;
  let column = 1;
  for (let byte = lineStart; byte < before.length; byte++) {
    if (!isContinuation(before[byte] ?? 0)) column++;
  }
  return `line ${line}, column ${column}`;
}

const LINE_FEED = 0x0a;

/** The second to fourth byte of a character. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Bytes are read as Latin-1: outside of strings no token has another one than ASCII. */
const MARK_OR_WORD = /[[\]{}:,]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** A part of a string: one by one, since a pattern of the whole takes for ever to fail. */
const STRING_PART = /[^"\\\x00-\x1f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WHITESPACE = /[ \t\n\r]*/y;

/** What may stand next. */
type Expected = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close';

/**
 * The byte from which on a text is no JSON: where the token begins that cannot be there, or where
 * the text ends too early. `JSON.parse` says so for some faults, and quotes the text for others.
 * Takes a text that it refused, or would; never recurses. Past the end: nothing is wrong.
 */
export function indexOfJsonFault(text: Buffer): number {
  const characters = text.toString('latin1');
  const open: string[] = [];
  let expected: Expected | 'end' = 'value';
  let index = 0;
  for (;;) {
    index = endOf(WHITESPACE, characters, index) ?? index;
    const first = characters[index] ?? '';
    const end =
      first === '"' ? endOfString(characters, index) : endOf(MARK_OR_WORD, characters, index);
    if (end === null) return index;
    const next = after(expected, { open, first });
    if (next === null) return index;
    expected = next;
    index = end;
  }
}

/** null: it does not stand there. */
function endOf(pattern: RegExp, characters: string, start: number): number | null {
  pattern.lastIndex = start;
  return pattern.test(characters) ? pattern.lastIndex : null;
}

function endOfString(characters: string, start: number): number | null {
  let index = start + 1;
  for (;;) {
    const end = endOf(STRING_PART, characters, index);
    if (end === null) return characters[index] === '"' ? index + 1 : null;
    index = end;
  }
}

interface Token {
  readonly open: string[];
  /** Its first character. */
  readonly first: string;
}

/** What is expected after this token; null: it must not be there. */
function after(expected: Expected | 'end', token: Token): Expected | 'end' | null {
  const { open, first } = token;
  const isInObject = open.at(-1) === '{';
  if (first === '}' || first === ']') {
    const mayClose = expected.endsWith('close') && isInObject === (first === '}');
    if (!mayClose || open.length === 0) return null;
    open.pop();
    return afterValue(open);
  }
  if (expected === 'colon') return first === ':' ? 'value' : null;
  if (expected === 'comma-or-close') {
    if (first !== ',') return null;
    return isInObject ? 'key' : 'value';
  }
  if (expected === 'key' || expected === 'key-or-close') return first === '"' ? 'colon' : null;
  if (expected === 'end') return null;
  if (first === ':' || first === ',') return null;
  if (first !== '{' && first !== '[') return afterValue(open);
  open.push(first);
  return first === '{' ? 'key-or-close' : 'value-or-close';
}

function afterValue(open: readonly string[]): Expected | 'end' {
  return open.length === 0 ? 'end' : 'comma-or-close';
}
