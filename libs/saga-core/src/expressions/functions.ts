import { type CelValue, EvaluationFault, isCelList, isCelMap, typeNameOf } from './cel-value.js';
import { countCodePoints } from '../code-points.js';
import type { Meter } from './meter.js';
import { checkedInt, isNumber } from './operators.js';

/** `size(x)` and `x.size()` alike: the receiver is the first argument. */
export type CelFunction = (args: readonly CelValue[], meter: Meter) => CelValue;

const ROUND_DIGITS_MAX = 15;

/** CEL's conversions, and what is beyond CEL: sum, min, max, round. */
export const FUNCTIONS: ReadonlyMap<string, CelFunction> = new Map<string, CelFunction>([
  ['size', ([value], meter) => sizeOf(value, meter)],
  ['int', ([value]) => toInt(value)],
  ['double', ([value]) => toDouble(value)],
  ['string', ([value]) => toText(value)],
  ['bool', ([value]) => toBoolean(value)],
  ['dyn', ([value]) => given(value)],
  ['sum', ([list], meter) => numbersIn(list, 'sum', meter).reduce((sum, each) => sum + each, 0)],
  ['min', ([list], meter) => extremeOf(list, 'min', meter)],
  ['max', ([list], meter) => extremeOf(list, 'max', meter)],
  ['round', ([value, digits]) => round(given(value), given(digits))],
]);

/** Length in code points, items or members. */
export function sizeOf(value: CelValue | undefined, meter: Meter): bigint {
  if (typeof value === 'string') {
    meter.spendOnText(value.length * 4);
    return BigInt(countCodePoints(value));
  }
  if (value !== undefined && isCelList(value)) return BigInt(value.length);
  if (value !== undefined && isCelMap(value)) return BigInt(countMembers(value, meter));
  throw wrongArgument('size', value);
}

export function wrongArgument(name: string, value: CelValue | undefined): EvaluationFault {
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
  if (typeof value === 'number' && Number.isFinite(value)) {
    return checkedInt(BigInt(Math.trunc(value)));
  }
  if (typeof value === 'string' && INT_TEXT.test(value)) return checkedInt(BigInt(value));
  throw wrongArgument('int', value);
}

const DOUBLE_TEXT = /^[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?$/;

function toDouble(value: CelValue | undefined): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && DOUBLE_TEXT.test(value)) return Number(value);
  throw wrongArgument('double', value);
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
  }
  throw wrongArgument('string', value);
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
    if (isNumber(each)) return Number(each);
    throw new EvaluationFault('value', `${name}() of a list that has ${typeNameOf(each)} in it`);
  });
}

function extremeOf(list: CelValue | undefined, name: 'min' | 'max', meter: Meter): number {
  const numbers = numbersIn(list, name, meter);
  if (numbers.length === 0) throw new EvaluationFault('value', `${name}() of an empty list`);
  const pick = Math[name];
  return numbers.reduce((extreme, each) => pick(extreme, each));
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
  const number = Number(value);
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
