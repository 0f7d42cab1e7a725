import { type CelValue, isCelList, isCelMap, typeNameOf } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { compareTexts } from '#protocol';
import type { ArithmeticOperator, Comparison } from '../parse/cel-ast.js';
import { checkedDouble, checkedInt } from './exact-arithmetic.js';
import { LookupTable } from './lookup-table.js';
import type { Meter } from './meter.js';
import { calculateTimes, Duration, isTime, Timestamp } from './temporal.js';

/**
 * CEL's arithmetic, with integers and JSON numbers mixed freely: a mix is a JSON number. No whole
 * number is rounded: it is exact, or a fault.
 */
export function calculate(
  operator: ArithmeticOperator,
  left: CelValue,
  right: CelValue,
  meter: Meter,
): CelValue {
  if (typeof left === 'bigint' && typeof right === 'bigint') {
    return checkedInt(calculateInts(operator, left, right));
  }
  if (isNumber(left) && isNumber(right)) {
    const [a, b] = [checkedDouble(left), checkedDouble(right)];
    return checkedDouble(calculateDoubles(operator, a, b));
  }
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    meter.spendOnText(left.length + right.length);
    return left + right;
  }
  if (operator === '+' && isCelList(left) && isCelList(right)) {
    meter.spend(left.length + right.length);
    return [...left, ...right];
  }
  const time = operator === '+' || operator === '-' ? calculateTimes(operator, left, right) : null;
  if (time !== null) return time;
  throw noSuchOperation(operator, left, right);
}

export function negate(value: CelValue): CelValue {
  if (typeof value === 'bigint') return checkedInt(-value);
  if (typeof value === 'number') return -value;
  throw new EvaluationFault('value', `"-" cannot be applied to ${typeNameOf(value)}`);
}

/**
 * Numbers with numbers, texts with texts by code point, booleans with booleans, instants with
 * instants and durations with durations.
 */
export function compare(
  operator: Comparison,
  left: CelValue,
  right: CelValue,
  meter: Meter,
): boolean {
  const ordered = orderOf(left, right, meter);
  if (ordered === null) throw noSuchOperation(operator, left, right);
  const [a, b] = ordered;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      throw new Error(`unknown comparison ${String(operator satisfies never)}`);
  }
}

/** Two values whose order is that of the operands; null: they have none. */
function orderOf(
  left: CelValue,
  right: CelValue,
  meter: Meter,
): readonly [number | bigint, number | bigint] | null {
  if (isNumber(left) && isNumber(right)) return [left, right];
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spendOnText(left.length);
    return [compareTexts(left, right), 0];
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return [Number(left), Number(right)];
  if (isTime(left) && isTime(right) && isSameKindOfTime(left, right)) {
    return [left.nanos, right.nanos];
  }
  return null;
}

function isSameKindOfTime(left: Timestamp | Duration, right: Timestamp | Duration): boolean {
  return left instanceof Timestamp === right instanceof Timestamp;
}

/** Deep, and by value: 1 equals 1.0; values of other kinds are different, never an error. */
export function isEqual(left: CelValue, right: CelValue, meter: Meter): boolean {
  meter.spend(1);
  if (left === right) return true;
  if (isNumber(left) && isNumber(right)) return left == right; // eslint-disable-line eqeqeq
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length === right.length) meter.spendOnText(left.length);
    return false;
  }
  if (isCelList(left) && isCelList(right)) {
    if (left.length !== right.length) return false;
    return left.every((each, index) => isEqual(each, right[index] ?? null, meter));
  }
  if (left instanceof LookupTable && right instanceof LookupTable) {
    return isEqualTable(left, right, meter);
  }
  if (isTime(left) && isTime(right)) {
    return isSameKindOfTime(left, right) && left.nanos === right.nanos;
  }
  if (!isCelMap(left) || !isCelMap(right)) return false;
  const keys = Object.keys(left);
  meter.spend(4 * keys.length);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && isEqual(left[key] ?? null, right[key] ?? null, meter),
  );
}

function isEqualTable(
  left: LookupTable<CelValue>,
  right: LookupTable<CelValue>,
  meter: Meter,
): boolean {
  meter.spend(4 * left.size);
  if (left.size !== right.size) return false;
  return left.entries().every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && isEqual(value, other, meter);
  });
}

/** `in`: an item of a list, or a key of an object. */
export function isMember(item: CelValue, of: CelValue, meter: Meter): boolean {
  if (isCelList(of)) return of.some((each) => isEqual(item, each, meter));
  if (of instanceof LookupTable) return of.get(item) !== undefined;
  if (isCelMap(of)) return typeof item === 'string' && Object.hasOwn(of, item);
  throw noSuchOperation('in', item, of);
}

export function isNumber(value: CelValue): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function calculateInts(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      refuseZero(right);
      return left / right;
    case '%':
      refuseZero(right);
      return left % right;
    default:
      throw new Error(`unknown operator ${String(operator satisfies never)}`);
  }
}

function calculateDoubles(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      refuseZero(right);
      return left / right;
    case '%':
      refuseZero(right);
      return left % right;
    default:
      throw new Error(`unknown operator ${String(operator satisfies never)}`);
  }
}

/** CEL gives infinity for doubles, which JSON cannot hold. */
function refuseZero(divisor: number | bigint): void {
  if (Number(divisor) === 0) throw new EvaluationFault('value', 'divides by zero');
}

function noSuchOperation(operator: string, left: CelValue, right: CelValue): EvaluationFault {
  const [a, b] = [typeNameOf(left), typeNameOf(right)];
  return new EvaluationFault('value', `"${operator}" cannot be applied to ${a} and ${b}`);
}
