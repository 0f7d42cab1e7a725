const UTF8_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The text without the one UTF-8 byte-order mark that editors and older libraries put in front of
 * it: RFC 8259 lets a reader ignore it. A second one stays, and is a fault. Copies nothing.
 */
export function withoutByteOrderMark(text: Buffer): Buffer {
  return startsWithMark(text) ? text.subarray(UTF8_MARK.length) : text;
}

/**
 * Why a text that is no UTF-8 JSON is none, where its encoding is the cause: UTF-16, UTF-32, or a
 * byte-order mark that is not the text's first. Null: the encoding is not to blame.
 *
 * @param text as it came, with its mark
 */
export function encodingFault(text: Buffer): string | null {
  const encoding = otherEncodingOf(text);
  if (encoding !== null) return `it is ${encoding}, only UTF-8 is taken`;
  const rest = withoutByteOrderMark(text);
  if (startsWithMark(rest)) return 'it starts with more than one byte-order mark (U+FEFF)';
  const at = markOutsideOfStrings(rest);
  if (at === -1) return null;
  const offset = at + text.length - rest.length;
  return `there is a byte-order mark (U+FEFF) in the middle, at byte ${offset}`;
}

function startsWithMark(text: Buffer): boolean {
  // the first byte alone tells nearly all of them apart
  return text[0] === UTF8_MARK[0] && text[1] === UTF8_MARK[1] && text[2] === UTF8_MARK[2];
}

/** By its mark; or, as JSON starts with an ASCII character, by the zeros beside that. */
function otherEncodingOf(text: Buffer): string | null {
  const start = text.toString('hex', 0, 4);
  if (start === 'fffe0000') return 'UTF-32 with a byte-order mark';
  if (start === '0000feff') return 'UTF-32 with a byte-order mark';
  if (start.startsWith('fffe') || start.startsWith('feff')) return 'UTF-16 with a byte-order mark';
  if (/^(?!00)..000000$|^000000(?!00)..$/.test(start)) return 'UTF-32';
  return /^(?!00)..00|^00(?!00)../.test(start) ? 'UTF-16' : null;
}

/** In a string U+FEFF is a character like any other. */
function markOutsideOfStrings(text: Buffer): number {
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const byte = text[index];
    if (byte === BACKSLASH && inString) index++;
    else if (byte === QUOTE) inString = !inString;
    else if (
      byte === UTF8_MARK[0] &&
      !inString &&
      startsWithMark(text.subarray(index, index + 3))
    ) {
      return index;
    }
  }
  return -1;
}
