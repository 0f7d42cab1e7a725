/** The kinds of values that JSON has, as bits: a type is a set of kinds, and what is within. */
export const KIND = { null: 1, boolean: 2, number: 4, string: 8, list: 16, object: 32 } as const;
export type Kinds = number;

const KINDS_ALL: Kinds = 63;

/**
 * What a value may be: every value that is possible is in it, and perhaps more. So "it can never
 * be a number" can be relied on, and "it may be one" cannot. What is within is looked at when an
 * expression asks for it, and then kept: a schema may be large, and its references recursive.
 */
export interface ValueType {
  /** 0: no value at all; whatever has this type cannot be evaluated. */
  readonly kinds: Kinds;
  /** The type of the items, for a list. */
  readonly items: () => ValueType;
  /** The type of a property, for an object. */
  readonly property: (name: string) => PropertyType;
  /** Where it is an object: properties are listed, so that another one may be a typing error. */
  readonly listsProperties: boolean;
}

export interface PropertyType {
  /** Without kinds: no object of this type ever has it. */
  readonly type: ValueType;
  readonly isRequired: boolean;
  /** Some schema names it, or says what properties without a name are like. */
  readonly isListed: boolean;
}

const anyProperty = (): PropertyType => ({ type: UNKNOWN, isRequired: false, isListed: false });

/** Anything. */
export const UNKNOWN: ValueType = {
  kinds: KINDS_ALL,
  items: () => UNKNOWN,
  property: anyProperty,
  listsProperties: false,
};

/** Nothing. */
export const NEVER: ValueType = { ...UNKNOWN, kinds: 0 };

const noProperty: PropertyType = { type: NEVER, isRequired: false, isListed: false };

export const NULL = ofKinds(KIND.null);
export const BOOLEAN = ofKinds(KIND.boolean);
export const NUMBER = ofKinds(KIND.number);
export const STRING = ofKinds(KIND.string);

/** Lists and objects among them hold anything. */
export function ofKinds(kinds: Kinds): ValueType {
  return kinds === 0 ? NEVER : { ...UNKNOWN, kinds };
}

export function listOf(items: () => ValueType): ValueType {
  return { ...ofKinds(KIND.list), items: once(items) };
}

/** An object that has these properties and no others. */
export function closedObject(properties: ReadonlyMap<string, ValueType>): ValueType {
  const property = (name: string): PropertyType => {
    const type = properties.get(name);
    return type === undefined ? noProperty : { type, isRequired: true, isListed: true };
  };
  return { ...ofKinds(KIND.object), property, listsProperties: true };
}

/** Has this type without the other kinds. */
export function only(type: ValueType, kinds: Kinds): ValueType {
  const left = type.kinds & kinds;
  if (left === type.kinds) return type;
  return left === 0 ? NEVER : { ...type, kinds: left };
}

/** One of them. */
export function unionOf(types: readonly ValueType[]): ValueType {
  return types.reduce(union, NEVER);
}

function union(left: ValueType, right: ValueType): ValueType {
  if (left === right || right.kinds === 0) return left;
  if (left.kinds === 0) return right;
  const kinds = left.kinds | right.kinds;
  // a text or null is no richer for being one of two
  if ((left.kinds & right.kinds & WITH_PARTS) === 0) {
    const lists = left.kinds & KIND.list ? left : right;
    const objects = left.kinds & KIND.object ? left : right;
    const { property, listsProperties } = objects;
    return { kinds, items: lists.items, property, listsProperties };
  }
  return {
    kinds,
    items: once(() => union(itemsOf(left), itemsOf(right))),
    property: onceByName((name) => either(propertyOf(left, name), propertyOf(right, name))),
    listsProperties: [left, right].every(
      (type) => type.listsProperties || (type.kinds & KIND.object) === 0,
    ),
  };
}

const WITH_PARTS = KIND.list | KIND.object;

/** All of them at once. */
export function intersectionOf(types: readonly ValueType[]): ValueType {
  return types.reduce(intersection, UNKNOWN);
}

function intersection(left: ValueType, right: ValueType): ValueType {
  if (left === right || right === UNKNOWN) return left;
  if (left === UNKNOWN) return right;
  const kinds = left.kinds & right.kinds;
  if (kinds === 0) return NEVER;
  return {
    kinds,
    items: once(() => intersection(left.items(), right.items())),
    property: onceByName((name) => both(left.property(name), right.property(name))),
    listsProperties: left.listsProperties || right.listsProperties,
  };
}

function itemsOf(type: ValueType): ValueType {
  return type.kinds & KIND.list ? type.items() : NEVER;
}

/** null: it is no object, and says nothing about properties. */
function propertyOf(type: ValueType, name: string): PropertyType | null {
  return type.kinds & KIND.object ? type.property(name) : null;
}

function either(left: PropertyType | null, right: PropertyType | null): PropertyType {
  if (left === null || right === null) return left ?? right ?? noProperty;
  return {
    type: union(left.type, right.type),
    isRequired: left.isRequired && right.isRequired,
    isListed: left.isListed || right.isListed,
  };
}

function both(left: PropertyType, right: PropertyType): PropertyType {
  return {
    type: intersection(left.type, right.type),
    isRequired: left.isRequired || right.isRequired,
    isListed: left.isListed || right.isListed,
  };
}

export function once<Result>(compute: () => Result): () => Result {
  let kept: { readonly result: Result } | null = null;
  return () => (kept ??= { result: compute() }).result;
}

export function onceByName<Result>(compute: (name: string) => Result): (name: string) => Result {
  const kept = new Map<string, Result>();
  return (name) => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const result = compute(name);
    kept.set(name, result);
    return result;
  };
}

const NAMES: readonly (readonly [Kinds, string])[] = [
  [KIND.boolean, 'a boolean'],
  [KIND.number, 'a number'],
  [KIND.string, 'a string'],
  [KIND.list, 'a list'],
  [KIND.object, 'an object'],
  [KIND.null, 'null'],
];

/** For messages: `a string or null`. */
export function nameOfKinds(kinds: Kinds): string {
  if (kinds === KINDS_ALL) return 'anything';
  const names = NAMES.flatMap(([kind, name]) => (kinds & kind ? [name] : []));
  return names.length === 0 ? 'nothing' : names.join(' or ');
}
