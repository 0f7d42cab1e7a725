import type { BinaryOperator } from '../parse/cel-ast.js';
import { mayShare } from './choices.js';
import {
  ANYTHING,
  BOOLEAN,
  DURATION,
  INTEGER,
  KIND,
  type Kinds,
  listOf,
  NEVER,
  NUMBER,
  NUMERIC,
  ofKinds,
  only,
  STRING,
  TIMESTAMP,
  unionOf,
  type ValueType,
} from './value-type.js';

/** The result's type; null: it takes no two values of these types. As `operators.ts` does it. */
export function typeOfBinary(
  operator: BinaryOperator,
  left: ValueType,
  right: ValueType,
): ValueType | null {
  switch (operator) {
    case '+':
      return orNull([typeOfArithmetic(left, right), typeOfJoined(left, right), sum(left, right)]);
    case '-':
      return orNull([typeOfArithmetic(left, right), difference(left, right)]);
    case '*':
    case '/':
    case '%':
      return orNull([typeOfArithmetic(left, right)]);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return areComparable(left, right) ? BOOLEAN : null;
    case '==':
    case '!=':
      return BOOLEAN;
    case 'in':
      return right.kinds & (KIND.list | OBJECTS) ? BOOLEAN : null;
    default:
      throw new Error(`unknown operator ${String(operator satisfies never)}`);
  }
}

/** Some value of one type may equal, or be compared with, some value of the other one. */
export function mayMeet(left: ValueType, right: ValueType): boolean {
  const shared = withBothNumbers(left.kinds) & withBothNumbers(right.kinds);
  if (shared & ~(KIND.string | NUMERIC)) return true;
  const byText = (shared & KIND.string) !== 0 && mayShare(left.texts, right.texts);
  return byText || ((shared & NUMERIC) !== 0 && mayShare(left.numbers, right.numbers));
}

const OBJECTS: Kinds = KIND.object | KIND.table;
const JOINED: Kinds = KIND.string | KIND.list;
const COMPARABLE: Kinds = NUMERIC | KIND.string | KIND.boolean | KIND.timestamp | KIND.duration;

function areComparable(left: ValueType, right: ValueType): boolean {
  return (withBothNumbers(left.kinds) & withBothNumbers(right.kinds) & COMPARABLE) !== 0;
}

function withBothNumbers(kinds: Kinds): Kinds {
  return kinds & NUMERIC ? kinds | NUMERIC : kinds;
}

/** Two integers give an integer; with a JSON number it is a JSON number. */
function typeOfArithmetic({ kinds: left }: ValueType, { kinds: right }: ValueType): ValueType {
  if ((left & NUMERIC) === 0 || (right & NUMERIC) === 0) return NEVER;
  const integer = left & right & KIND.integer;
  return ofKinds(integer | ((left | right) & KIND.number));
}

function typeOfJoined(left: ValueType, right: ValueType): ValueType {
  const shared = left.kinds & right.kinds & JOINED;
  const lists = [left, right].map((type) => only(type, shared & KIND.list));
  return unionOf([...lists, shared & KIND.string ? STRING : NEVER]);
}

function sum({ kinds: left }: ValueType, { kinds: right }: ValueType): ValueType {
  const { duration, timestamp } = KIND;
  const isInstant =
    (left & timestamp && right & duration) !== 0 || (left & duration && right & timestamp) !== 0;
  return unionOf([isInstant ? TIMESTAMP : NEVER, left & right & duration ? DURATION : NEVER]);
}

function difference({ kinds: left }: ValueType, { kinds: right }: ValueType): ValueType {
  const { duration, timestamp } = KIND;
  return unionOf([
    left & timestamp && right & duration ? TIMESTAMP : NEVER,
    left & right & (timestamp | duration) ? DURATION : NEVER,
  ]);
}

function orNull(types: readonly ValueType[]): ValueType | null {
  const type = unionOf(types);
  return type.kinds === 0 ? null : type;
}

export interface Signature {
  /** What each argument may be; of a method, its receiver is the first one. */
  readonly takes: readonly Kinds[];
  /** How many of the last arguments may be left out. */
  readonly optional: number;
  /** What the items of a list may be that is the first argument; null: anything. */
  readonly takesItems: Kinds | null;
  readonly gives: ValueType;
  /** A number for a number, an integer for an integer. */
  readonly isOfItsKind: boolean;
}

const { boolean, list, string, timestamp, duration } = KIND;
const number = NUMERIC;
const size = string | list | OBJECTS;

function signature(
  takes: readonly Kinds[],
  gives: ValueType,
  more: Partial<Signature> = {},
): Signature {
  return { takes, gives, takesItems: null, optional: 0, isOfItsKind: false, ...more };
}

/** As `functions.ts` has them. `dyn` says that its author knows better. */
export const FUNCTION_SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ['size', signature([size], INTEGER)],
  ['int', signature([number | string | timestamp], INTEGER)],
  ['double', signature([number | string], NUMBER)],
  ['string', signature([string | number | boolean | timestamp | duration], STRING)],
  ['bool', signature([boolean | string], BOOLEAN)],
  ['dyn', signature([ANYTHING.kinds], ANYTHING)],
  ['sum', signature([list], NUMBER, { takesItems: number })],
  ['min', signature([list], NUMBER, { takesItems: number })],
  ['max', signature([list], NUMBER, { takesItems: number })],
  ['round', signature([number, number], NUMBER)],
  ['floor', signature([number], ofKinds(number), { isOfItsKind: true })],
  ['ceil', signature([number], ofKinds(number), { isOfItsKind: true })],
  ['abs', signature([number], ofKinds(number), { isOfItsKind: true })],
  ['matches', signature([string, string], BOOLEAN)],
  ['strings.quote', signature([string], STRING)],
  ['timestamp', signature([string | number | timestamp], TIMESTAMP)],
  ['duration', signature([string | duration], DURATION)],
]);

const STRINGS = listOf(() => STRING);
/** A part of an instant, in a zone or in UTC. */
const DATE_PART = signature([timestamp, string], INTEGER, { optional: 1 });
const CLOCK_PART = signature([timestamp | duration, string], INTEGER, { optional: 1 });

/** As `methods.ts` has them. */
export const METHOD_SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ['size', signature([size], INTEGER)],
  ['contains', signature([string, string], BOOLEAN)],
  ['startsWith', signature([string, string], BOOLEAN)],
  ['endsWith', signature([string, string], BOOLEAN)],
  ['matches', signature([string, string], BOOLEAN)],
  ['indexOf', signature([string, string, number], INTEGER, { optional: 1 })],
  ['lastIndexOf', signature([string, string, number], INTEGER, { optional: 1 })],
  ['substring', signature([string, number, number], STRING, { optional: 1 })],
  ['charAt', signature([string, number], STRING)],
  ['replace', signature([string, string, string, number], STRING, { optional: 1 })],
  ['format', signature([string, list], STRING)],
  ['reverse', signature([string], STRING)],
  ['lowerAscii', signature([string], STRING)],
  ['upperAscii', signature([string], STRING)],
  ['trim', signature([string], STRING)],
  ['split', signature([string, string, number], STRINGS, { optional: 1 })],
  ['join', signature([list, string], STRING, { takesItems: string, optional: 1 })],
  ['getFullYear', DATE_PART],
  ['getMonth', DATE_PART],
  ['getDate', DATE_PART],
  ['getDayOfMonth', DATE_PART],
  ['getDayOfWeek', DATE_PART],
  ['getDayOfYear', DATE_PART],
  ['getHours', CLOCK_PART],
  ['getMinutes', CLOCK_PART],
  ['getSeconds', CLOCK_PART],
  ['getMilliseconds', CLOCK_PART],
]);
