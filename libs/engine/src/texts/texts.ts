/* Pieces of text for people: short, and on one line, whatever is in them. */

/** `2030-01-01T03:12:07Z`; a part of a second says nothing to a person. */
export function instant(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** At most this many characters, with `…` for what is cut off. */
export function short(text: string, charsMax: number): string {
  const line = text.replaceAll(UNPRINTABLE, ' ').trim();
  if (line.length <= charsMax) return line;
  return `${line.slice(0, charsMax - 1).replace(HALF_AT_END, '')}…`;
}

export function quoted(text: string): string {
  return `"${short(text, QUOTED_CHARS_MAX)}"`;
}

/** Words of a definition or of a participant are names, and rarely longer. */
export function named(text: string): string {
  return short(text, NAME_CHARS_MAX);
}

/** `1 attempt`, `2 attempts` */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

const QUOTED_CHARS_MAX = 60;
const NAME_CHARS_MAX = 48;
/** Controls, line breaks and what turns the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const HALF_AT_END = /[\uD800-\uDBFF]$/;
