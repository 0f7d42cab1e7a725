import { type CelValue, isCelList, typeNameOf } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { codePointsBefore, codePointsOf, unitsBefore } from '#protocol';
import { type CelFunction, sizeOf } from './functions.js';
import type { Meter } from './meter.js';

/**
 * CEL's methods of texts and lists. Positions count code points, as `size` does. No `matches`: see
 * decision 0021.
 */
export const METHODS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size', ([value], meter) => sizeOf(value, meter)],
  ['contains', (args, meter) => withNeedle(args, meter, (text, part) => text.includes(part))],
  ['startsWith', (args, meter) => withNeedle(args, meter, (text, part) => text.startsWith(part))],
  ['endsWith', (args, meter) => withNeedle(args, meter, (text, part) => text.endsWith(part))],
  ['indexOf', (args, meter) => find(args, meter, 'first')],
  ['lastIndexOf', (args, meter) => find(args, meter, 'last')],
  ['substring', (args, meter) => substring(args, meter)],
  ['lowerAscii', ([text], meter) => changeCase(text, meter, 'lower')],
  ['upperAscii', ([text], meter) => changeCase(text, meter, 'upper')],
  ['trim', ([text], meter) => textOf(text, meter).trim()],
  ['split', (args, meter) => split(args, meter)],
  ['join', (args, meter) => join(args, meter)],
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
