import {
  BOOLEAN,
  KIND,
  type Kinds,
  listOf,
  NUMBER,
  only,
  STRING,
  unionOf,
  UNKNOWN,
  type ValueType,
} from './value-type.js';

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in';

const ADDABLE: Kinds = KIND.number | KIND.string | KIND.list;
const COMPARABLE: Kinds = KIND.number | KIND.string | KIND.boolean;

/** The result's type; null: it takes no two values of these types. As `operators.ts` does it. */
export function typeOfBinary(
  operator: BinaryOperator,
  left: ValueType,
  right: ValueType,
): ValueType | null {
  const shared = left.kinds & right.kinds;
  switch (operator) {
    case '+':
      if ((shared & ADDABLE) === 0) return null;
      return unionOf([only(left, shared & ADDABLE), only(right, shared & ADDABLE)]);
    case '-':
    case '*':
    case '/':
    case '%':
      return shared & KIND.number ? NUMBER : null;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return shared & COMPARABLE ? BOOLEAN : null;
    case '==':
    case '!=':
      return BOOLEAN;
    case 'in':
      return right.kinds & (KIND.list | KIND.object) ? BOOLEAN : null;
    default:
      throw new Error(`unknown operator ${String(operator satisfies never)}`);
  }
}

export interface Signature {
  /** What each argument may be; of a method, its receiver is the first one. */
  readonly takes: readonly Kinds[];
  /** How many of the last arguments may be left out. */
  readonly optional: number;
  /** What the items of a list may be that is the first argument; null: anything. */
  readonly takesItems: Kinds | null;
  readonly gives: ValueType;
}

const { boolean, list, number, object, string } = KIND;

function signature(
  takes: readonly Kinds[],
  gives: ValueType,
  more: { readonly takesItems?: Kinds; readonly optional?: number } = {},
): Signature {
  return { takes, gives, takesItems: null, optional: 0, ...more };
}

/** As `functions.ts` has them. `dyn` says that its author knows better. */
export const FUNCTION_SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ['size', signature([string | list | object], NUMBER)],
  ['int', signature([number | string], NUMBER)],
  ['double', signature([number | string], NUMBER)],
  ['string', signature([string | number | boolean], STRING)],
  ['bool', signature([boolean | string], BOOLEAN)],
  ['dyn', signature([UNKNOWN.kinds], UNKNOWN)],
  ['sum', signature([list], NUMBER, { takesItems: number })],
  ['min', signature([list], NUMBER, { takesItems: number })],
  ['max', signature([list], NUMBER, { takesItems: number })],
  ['round', signature([number, number], NUMBER)],
]);

const STRINGS = listOf(() => STRING);

/** As `methods.ts` has them. */
export const METHOD_SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ['size', signature([string | list | object], NUMBER)],
  ['contains', signature([string, string], BOOLEAN)],
  ['startsWith', signature([string, string], BOOLEAN)],
  ['endsWith', signature([string, string], BOOLEAN)],
  ['indexOf', signature([string, string, number], NUMBER, { optional: 1 })],
  ['lastIndexOf', signature([string, string, number], NUMBER, { optional: 1 })],
  ['substring', signature([string, number, number], STRING, { optional: 1 })],
  ['lowerAscii', signature([string], STRING)],
  ['upperAscii', signature([string], STRING)],
  ['trim', signature([string], STRING)],
  ['split', signature([string, string, number], STRINGS, { optional: 1 })],
  ['join', signature([list, string], STRING, { takesItems: string, optional: 1 })],
]);
