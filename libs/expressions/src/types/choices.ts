/** The only values that a type may have, of some kinds; undefined: any. */
export interface Choices {
  /** The only texts. */
  readonly texts?: ReadonlySet<string> | undefined;
  /** The only numbers, whether of JSON or integers of CEL: `1 == 1.0`. */
  readonly numbers?: ReadonlySet<number> | undefined;
}

/** The choices of a value, and whether it may be of these kinds at all. */
export interface Chosen extends Choices {
  readonly mayBeText: boolean;
  readonly mayBeNumber: boolean;
}

/** More are not kept: nobody reads them. */
export const CHOICES_MAX = 1000;

/** What is left of them in a value that is one or the other. */
export function eitherChoices(left: Chosen, right: Chosen): Choices {
  return {
    texts: left.mayBeText ? either(left.texts, right.mayBeText, right.texts) : right.texts,
    numbers: left.mayBeNumber
      ? either(left.numbers, right.mayBeNumber, right.numbers)
      : right.numbers,
  };
}

/** What is left of them in a value that is both. */
export function bothChoices(left: Choices, right: Choices): Choices {
  return {
    texts: both(left.texts, right.texts),
    numbers: both(left.numbers, right.numbers),
  };
}

/** Some value may be among both. */
export function mayShare<Value>(
  left: ReadonlySet<Value> | undefined,
  right: ReadonlySet<Value> | undefined,
): boolean {
  if (left === undefined || right === undefined) return true;
  return [...left].some((value) => right.has(value));
}

type Values<Value> = ReadonlySet<Value> | undefined;

function either<Value>(
  left: Values<Value>,
  hasRight: boolean,
  right: Values<Value>,
): Values<Value> {
  if (!hasRight) return left;
  if (left === undefined || right === undefined) return undefined;
  const values = new Set([...left, ...right]);
  return values.size > CHOICES_MAX ? undefined : values;
}

function both<Value>(left: Values<Value>, right: Values<Value>): Values<Value> {
  if (left === undefined || right === undefined) return left ?? right;
  return new Set([...left].filter((value) => right.has(value)));
}
