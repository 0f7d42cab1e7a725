import { type CelValue, isCelList, typeNameOf } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { codePointsBefore, codePointsOf, unitsBefore } from '#protocol';
import { formatText } from './format-text.js';
import { type CelFunction, matchesPattern, sizeOf } from './functions.js';
import type { Meter } from './meter.js';
import { Duration, Timestamp } from './temporal.js';
import { partOfDuration, partOfTimestamp, TIME_PARTS, type TimePart } from './time-parts.js';

/**
 * CEL's methods of texts and lists. Positions count code points, as `size` does.
 */
export const METHODS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size', ([value], meter) => sizeOf(value, meter)],
  ['contains', (args, meter) => withNeedle(args, meter, (text, part) => text.includes(part))],
  ['startsWith', (args, meter) => withNeedle(args, meter, (text, part) => text.startsWith(part))],
  ['endsWith', (args, meter) => withNeedle(args, meter, (text, part) => text.endsWith(part))],
  ['matches', (args, meter) => matchesPattern(args, meter)],
  ['indexOf', (args, meter) => find(args, meter, 'first')],
  ['lastIndexOf', (args, meter) => find(args, meter, 'last')],
  ['substring', (args, meter) => substring(args, meter)],
  ['charAt', (args, meter) => charAt(args, meter)],
  ['replace', (args, meter) => replace(args, meter)],
  ['format', ([text, values], meter) => format(text, values, meter)],
  ['reverse', ([text], meter) => reverse(text, meter)],
  ['lowerAscii', ([text], meter) => changeCase(text, meter, 'lower')],
  ['upperAscii', ([text], meter) => changeCase(text, meter, 'upper')],
  ['trim', ([text], meter) => trim(textOf(text, meter), meter)],
  ['split', (args, meter) => split(args, meter)],
  ['join', (args, meter) => join(args, meter)],
  ...TIME_PARTS.map((part): [string, CelFunction] => [
    part,
    (args, meter) => partOf(part, args, meter),
  ]),
]);

/** What a search costs at worst: every position of the text times the part's length. */
const COMPARED_PER_STEP = 64;

function withNeedle<Result extends CelValue>(
  [text, part]: readonly CelValue[],
  meter: Meter,
  search: (text: string, part: string) => Result,
): Result {
  const [haystack, needle] = [textOf(text, meter), textOf(part, meter)];
  meter.spend((haystack.length * needle.length) / COMPARED_PER_STEP);
  return search(haystack, needle);
}

function find(args: readonly CelValue[], meter: Meter, which: 'first' | 'last'): bigint {
  return withNeedle(args, meter, (text, part) => {
    const from = args[2] === undefined ? undefined : unitIn(text, args[2], meter);
    const unit = which === 'first' ? text.indexOf(part, from) : text.lastIndexOf(part, from);
    meter.spendOnText(text.length);
    return BigInt(codePointsBefore(text, unit));
  });
}

function substring([value, start, end]: readonly CelValue[], meter: Meter): string {
  const text = textOf(value, meter);
  const from = unitIn(text, start, meter);
  const to = end === undefined ? text.length : unitIn(text, end, meter);
  if (to < from) throw new EvaluationFault('value', 'substring() ends before it begins');
  return text.slice(from, to);
}

/** What Unicode calls white space; JavaScript's own list leaves U+0085 out and has U+FEFF in it. */
const BLANK = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** Not by one expression, which would take quadratic time for a text of blanks. */
function trim(text: string, meter: Meter): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANK.test(text.charAt(start))) start++;
  while (end > start && BLANK.test(text.charAt(end - 1))) end--;
  meter.spend((start + text.length - end) / BLANKS_PER_STEP);
  return text.slice(start, end);
}

const BLANKS_PER_STEP = 2;

/** The character at a position; behind the last one it is "". */
function charAt([value, position]: readonly CelValue[], meter: Meter): string {
  const text = textOf(value, meter);
  const unit = unitIn(text, position, meter);
  return unit === text.length ? '' : String.fromCodePoint(text.codePointAt(unit) ?? 0);
}

/** All of them, or as many as the limit says; below 0: all. "" is found around each character. */
function replace(args: readonly CelValue[], meter: Meter): string {
  const limit = args[3] === undefined ? -1 : wholeNumber(args[3]);
  const replacement = textOf(args[2], meter);
  return withNeedle(args, meter, (text, part) => {
    const pieces = part === '' ? ['', ...codePointsOf(text), ''] : text.split(part);
    const most = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
    meter.spend(pieces.length);
    meter.spendOnText(text.length + most * replacement.length);
    const replaced = pieces.slice(0, most + 1).join(replacement);
    return [replaced, ...pieces.slice(most + 1)].join(part);
  });
}

/** By code points: nothing is normalised, and a combining mark comes before its letter. */
function reverse(value: CelValue | undefined, meter: Meter): string {
  const text = textOf(value, meter);
  meter.spend(text.length);
  return codePointsOf(text).toReversed().join('');
}

function format(text: CelValue | undefined, values: CelValue | undefined, meter: Meter): string {
  if (values === undefined || !isCelList(values)) throw notA('a list', values);
  return formatText(textOf(text, meter), values, meter);
}

function partOf(part: TimePart, [time, zone]: readonly CelValue[], meter: Meter): bigint {
  if (time instanceof Timestamp) {
    return partOfTimestamp(part, time, zone === undefined ? null : textOf(zone, meter), meter);
  }
  const found = time instanceof Duration && zone === undefined ? partOfDuration(part, time) : null;
  if (found !== null) return found;
  throw new EvaluationFault('value', `${part}() cannot be applied to ${typeNameOf(time ?? null)}`);
}

function changeCase(value: CelValue | undefined, meter: Meter, to: 'lower' | 'upper'): string {
  const text = textOf(value, meter);
  meter.spend(text.length); // a call for each run of letters
  if (to === 'lower') return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** With a limit n above 0: n parts at most, the last one with what is left. */
function split(args: readonly CelValue[], meter: Meter): readonly string[] {
  const parts = withNeedle(args, meter, (text, separator) =>
    separator === '' ? codePointsOf(text) : text.split(separator),
  );
  meter.spend(parts.length);
  if (args[2] === undefined) return parts;
  const limit = wholeNumber(args[2]);
  if (limit === 0) return [];
  if (limit < 0 || parts.length <= limit) return parts;
  const separator = textOf(args[1], meter);
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function join([list, separator = '']: readonly CelValue[], meter: Meter): string {
  if (list === undefined || !isCelList(list)) throw notA('a list', list);
  const texts = list.map((each) => textOf(each, meter));
  meter.spendOnText(textOf(separator, meter).length * list.length);
  return texts.join(textOf(separator, meter));
}

function textOf(value: CelValue | undefined, meter: Meter): string {
  if (typeof value !== 'string') throw notA('a text', value);
  meter.spendOnText(value.length);
  return value;
}

/** A position in code points, as one in code units. */
function unitIn(text: string, value: CelValue | undefined, meter: Meter): number {
  const position = wholeNumber(value);
  meter.spendOnText(text.length);
  const unit = position < 0 ? null : unitsBefore(text, position);
  if (unit !== null) return unit;
  throw new EvaluationFault('value', `there is no position ${position} in the text`);
}

function wholeNumber(value: CelValue | undefined): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  throw notA('a whole number', value);
}

function notA(what: string, value: CelValue | undefined): EvaluationFault {
  return new EvaluationFault('value', `needs ${what} and got ${typeNameOf(value ?? null)}`);
}
