/*
 * Texts in CEL are sequences of code points, in JavaScript of UTF-16 code units: a character beyond
 * the basic plane is one there and two here. Most texts have none of them, and need no translation.
 */

const SURROGATE = /[\uD800-\uDFFF]/;
const PAIRS = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

/** How many code points a text has. Takes time linear in it. */
export function countCodePoints(text: string): number {
  return SURROGATE.test(text) ? text.length - (text.match(PAIRS)?.length ?? 0) : text.length;
}

/** Where the code point at this position begins, in code units; null: the text ends before. */
export function unitsBefore(text: string, position: number): number | null {
  if (!SURROGATE.test(text)) return position <= text.length ? position : null;
  let units = 0;
  for (let passed = 0; passed < position; passed++) {
    if (units >= text.length) return null;
    units += unitsAt(text, units);
  }
  return units;
}

/** How many code points stand before this code unit. -1 stays -1: nothing was found. */
export function codePointsBefore(text: string, unit: number): number {
  return unit <= 0 ? unit : countCodePoints(text.slice(0, unit));
}

/** Each code point is a text of its own. */
export function codePointsOf(text: string): readonly string[] {
  return Array.from(text);
}

/**
 * Below 0, 0 or above 0: the order of code points, as bytes of UTF-8 have it too. JavaScript orders
 * by code units, and so puts U+FF5E behind U+1F600.
 */
export function compareTexts(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let unit = 0; unit < length; unit++) {
    const [a, b] = [one.charCodeAt(unit), other.charCodeAt(unit)];
    if (a !== b) return rankOf(a) - rankOf(b);
  }
  return one.length - other.length;
}

const SURROGATES_FROM = 0xd800;
const SURROGATES_TO = 0xdfff;

/** Half of a pair stands for a character behind all that are one unit. */
function rankOf(unit: number): number {
  const isHalf = unit >= SURROGATES_FROM && unit <= SURROGATES_TO;
  return isHalf ? unit + SURROGATES_TO : unit;
}

function unitsAt(text: string, unit: number): number {
  return (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
}
