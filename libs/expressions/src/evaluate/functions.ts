import { type CelValue, isCelList, isCelMap, typeNameOf } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { countCodePoints, isKeptExactly } from '#protocol';
import type { Meter } from './meter.js';
import { exactDouble, checkedDouble, checkedInt, intOf } from './exact-arithmetic.js';
import { LookupTable } from './lookup-table.js';
import { isNumber } from './operators.js';
import { findsMatch } from './regular-expression.js';
import {
  Duration,
  isTime,
  parseDuration,
  parseTimestamp,
  Timestamp,
  timestampOfSeconds,
} from './temporal.js';

/** `size(x)` and `x.size()` alike: the receiver is the first argument. */
export type CelFunction = (args: readonly CelValue[], meter: Meter) => CelValue;

const ROUND_DIGITS_MAX = 15;

/** CEL's conversions, and what is beyond CEL: sum, min, max, round, floor, ceil, abs. */
export const FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size', ([value], meter) => sizeOf(value, meter)],
  ['int', ([value]) => toInt(value)],
  ['double', ([value]) => toDouble(value)],
  ['string', ([value]) => toText(value)],
  ['bool', ([value]) => toBoolean(value)],
  ['dyn', ([value]) => given(value)],
  ['sum', ([list], meter) => sumOf(numbersIn(list, 'sum', meter))],
  ['min', ([list], meter) => extremeOf(list, 'min', meter)],
  ['max', ([list], meter) => extremeOf(list, 'max', meter)],
  ['round', ([value, digits]) => round(given(value), given(digits))],
  ['floor', ([value]) => wholeBeside(value, 'floor')],
  ['ceil', ([value]) => wholeBeside(value, 'ceil')],
  ['abs', ([value]) => sizeOfNumber(value)],
  ['matches', (args, meter) => matchesPattern(args, meter)],
  ['strings.quote', ([value], meter) => quote(value, meter)],
  ['timestamp', ([value]) => toTimestamp(value)],
  ['duration', ([value]) => toDuration(value)],
]);

/** Length in code points, items or members. */
export function sizeOf(value: CelValue | undefined, meter: Meter): bigint {
  if (typeof value === 'string') {
    meter.spendOnText(value.length * 4);
    return BigInt(countCodePoints(value));
  }
  if (value !== undefined && isCelList(value)) return BigInt(value.length);
  if (value instanceof LookupTable) return BigInt(value.size);
  if (value !== undefined && isCelMap(value)) return BigInt(countMembers(value, meter));
  throw wrongArgument('size', value);
}

/** `matches(text, pattern)` and `text.matches(pattern)` alike: whether a part of it does. */
export function matchesPattern([text, pattern]: readonly CelValue[], meter: Meter): boolean {
  if (typeof text !== 'string') throw wrongArgument('matches', text);
  if (typeof pattern !== 'string') throw wrongArgument('matches', pattern);
  meter.spendOnText(text.length + pattern.length);
  return findsMatch(text, pattern, meter);
}

function wrongArgument(name: string, value: CelValue | undefined): EvaluationFault {
  return new EvaluationFault('value', `${name}() cannot be applied to ${typeNameOf(given(value))}`);
}

/** `inferType` has counted the arguments. */
export function given(value: CelValue | undefined): CelValue {
  return value ?? null;
}

function countMembers(value: object, meter: Meter): number {
  const { length } = Object.keys(value);
  meter.spend(length);
  return length;
}

const INT_TEXT = /^-?\d{1,19}$/;

function toInt(value: CelValue | undefined): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return intOf(value);
  if (value instanceof Timestamp) return value.seconds;
  if (typeof value !== 'string') throw wrongArgument('int', value);
  if (INT_TEXT.test(value)) return checkedInt(BigInt(value));
  const message = 'int() of a text takes a whole number in digits alone, such as "-42"';
  throw new EvaluationFault('value', message);
}

const DOUBLE_TEXT = /^[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?$/;

function toDouble(value: CelValue | undefined): number {
  if (typeof value === 'number' || typeof value === 'bigint') return exactDouble(value);
  if (typeof value !== 'string') throw wrongArgument('double', value);
  if (!DOUBLE_TEXT.test(value)) {
    const message = 'double() of a text takes a number in digits, such as "-4.2" or "1e3"';
    throw new EvaluationFault('value', message);
  }
  if (isKeptExactly(value)) return Number(value);
  throw new EvaluationFault('value', 'double() of a text that a JSON number cannot hold exactly');
}

export function toText(value: CelValue | undefined): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (Number.isFinite(value)) return String(value);
      break;
    default:
      if (isTime(value)) return value.toString();
  }
  throw wrongArgument('string', value);
}

const QUOTED: ReadonlyMap<string, string> = new Map([
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** As a literal of CEL. */
function quote(value: CelValue | undefined, meter: Meter): string {
  if (typeof value !== 'string') throw wrongArgument('strings.quote', value);
  meter.spend(value.length);
  const quoted = value.replaceAll(/[\x07-\r\\"]/g, (char) => QUOTED.get(char) ?? char);
  return `"${quoted}"`;
}

/** Reads a text, or counts seconds since 1970. */
function toTimestamp(value: CelValue | undefined): Timestamp {
  if (value instanceof Timestamp) return value;
  if (typeof value === 'string') return parseTimestamp(value);
  if (typeof value === 'bigint') return timestampOfSeconds(value);
  if (typeof value !== 'number') throw wrongArgument('timestamp', value);
  if (Number.isSafeInteger(value)) return timestampOfSeconds(BigInt(value));
  throw new EvaluationFault('value', 'timestamp() of a number takes whole seconds since 1970');
}

function toDuration(value: CelValue | undefined): Duration {
  if (value instanceof Duration) return value;
  if (typeof value === 'string') return parseDuration(value);
  throw wrongArgument('duration', value);
}

const BOOLEAN_BY_TEXT: ReadonlyMap<CelValue | undefined, boolean> = new Map([
  ...['1', 't', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

function toBoolean(value: CelValue | undefined): boolean {
  const truth = typeof value === 'boolean' ? value : BOOLEAN_BY_TEXT.get(value);
  if (truth === undefined) throw wrongArgument('bool', value);
  return truth;
}

function numbersIn(list: CelValue | undefined, name: string, meter: Meter): readonly number[] {
  if (list === undefined || !isCelList(list)) throw wrongArgument(name, list);
  meter.spend(list.length);
  return list.map((each) => {
    if (isNumber(each)) return exactDouble(each);
    throw new EvaluationFault('value', `${name}() of a list that has ${typeNameOf(each)} in it`);
  });
}

/** As if it was written with `+`. */
function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => checkedDouble(sum + checkedDouble(each)), 0);
}

function extremeOf(list: CelValue | undefined, name: 'min' | 'max', meter: Meter): number {
  const numbers = numbersIn(list, name, meter);
  if (numbers.length === 0) throw new EvaluationFault('value', `${name}() of an empty list`);
  const pick = Math[name];
  return numbers.reduce((extreme, each) => pick(extreme, each));
}

/** The whole number below it, or above it. */
function wholeBeside(value: CelValue | undefined, name: 'floor' | 'ceil'): CelValue {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Math[name](value);
  throw wrongArgument(name, value);
}

/** Without its sign. */
function sizeOfNumber(value: CelValue | undefined): CelValue {
  if (typeof value === 'bigint') return checkedInt(value < 0n ? -value : value);
  if (typeof value === 'number') return Math.abs(value);
  throw wrongArgument('abs', value);
}

/**
 * Half away from zero, on the number as it is written: `round(1.005, 2)` is 1.01, what people
 * expect of money, although the double nearest to 1.005 is below it.
 */
function round(value: CelValue, digits: CelValue): number {
  if (!isNumber(value)) throw wrongArgument('round', value);
  const places = isNumber(digits) ? Number(digits) : Number.NaN;
  if (!Number.isInteger(places) || places < 0 || places > ROUND_DIGITS_MAX) {
    const message = `round() takes 0 to ${ROUND_DIGITS_MAX} digits`;
    throw new EvaluationFault('value', message);
  }
  const number = exactDouble(value);
  const shifted = shiftPoint(Math.abs(number), places);
  // from here on a double has no digits after the point that could be rounded
  if (!(shifted < Number.MAX_SAFE_INTEGER)) return number;
  return Math.sign(number) * shiftPoint(Math.round(shifted), -places);
}

/** Moves the decimal point of a number as it is written: exact where a multiplication is not. */
function shiftPoint(number: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(number).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
