import { bothChoices, type Choices, type Chosen, eitherChoices } from './choices.js';

/**
 * The kinds of values, as bits: a type is a set of kinds, and what is within. Those of JSON first.
 * Then what only CEL has: integers (a JSON number is a double), instants, durations, and objects
 * with keys that are no texts.
 */
export const KIND = {
  null: 1,
  boolean: 2,
  number: 4,
  string: 8,
  list: 16,
  object: 32,
  integer: 64,
  timestamp: 128,
  duration: 256,
  table: 512,
} as const;
export type Kinds = number;

const KINDS_OF_JSON: Kinds = 63;
const KINDS_ALL: Kinds = 1023;
export const NUMERIC: Kinds = KIND.number | KIND.integer;
export const TIMES: Kinds = KIND.timestamp | KIND.duration;

/**
 * What a value may be: every value that is possible is in it, and perhaps more. So "it can never
 * be a number" can be relied on, and "it may be one" cannot. What is within is looked at when an
 * expression asks for it, and then kept: a schema may be large, and its references recursive.
 */
export interface ValueType extends Choices {
  /** 0: no value at all; whatever has this type cannot be evaluated. */
  readonly kinds: Kinds;
  /** The type of the items, for a list. */
  readonly items: () => ValueType;
  /** The type of a property, for an object. */
  readonly property: (name: string) => PropertyType;
  /** The type of a property of which the name is not known, for an object. */
  readonly member: () => ValueType;
  /** Where it is an object: properties are listed, so that another one may be a typing error. */
  readonly listsProperties: boolean;
  /** Those, as far as their names are known. */
  readonly propertyNames?: () => readonly string[];
}

export interface PropertyType {
  /** Without kinds: no object of this type ever has it. */
  readonly type: ValueType;
  readonly isRequired: boolean;
  /** Some schema names it, or says what properties without a name are like. */
  readonly isListed: boolean;
}

const anyProperty = (): PropertyType => ({ type: UNKNOWN, isRequired: false, isListed: false });

/** Anything that JSON has. */
export const UNKNOWN: ValueType = {
  kinds: KINDS_OF_JSON,
  items: () => UNKNOWN,
  property: anyProperty,
  member: () => UNKNOWN,
  listsProperties: false,
};

const anythingProperty = (): PropertyType => ({ ...anyProperty(), type: ANYTHING });

/** Anything that an expression works with. */
export const ANYTHING: ValueType = {
  kinds: KINDS_ALL,
  items: () => ANYTHING,
  property: anythingProperty,
  member: () => ANYTHING,
  listsProperties: false,
};

/** Nothing. */
export const NEVER: ValueType = { ...UNKNOWN, kinds: 0 };

const noProperty: PropertyType = { type: NEVER, isRequired: false, isListed: false };

export const NULL = ofKinds(KIND.null);
export const BOOLEAN = ofKinds(KIND.boolean);
export const NUMBER = ofKinds(KIND.number);
export const STRING = ofKinds(KIND.string);
export const INTEGER = ofKinds(KIND.integer);
export const TIMESTAMP = ofKinds(KIND.timestamp);
export const DURATION = ofKinds(KIND.duration);

/** Lists and objects among them hold anything. */
export function ofKinds(kinds: Kinds): ValueType {
  return kinds === 0 ? NEVER : { ...UNKNOWN, kinds };
}

export function listOf(items: () => ValueType): ValueType {
  return { ...ofKinds(KIND.list), items: once(items) };
}

/** One of these texts. */
export function textsOf(texts: Iterable<string>): ValueType {
  return { ...ofKinds(KIND.string), texts: new Set(texts) };
}

/** One of these numbers, of this kind. */
export function numbersOf(numbers: Iterable<number>, kinds: Kinds): ValueType {
  return { ...ofKinds(kinds), numbers: new Set(numbers) };
}

/** An object that has these properties and no others. */
export function closedObject(properties: ReadonlyMap<string, ValueType>): ValueType {
  const property = (name: string): PropertyType => {
    const type = properties.get(name);
    return type === undefined ? noProperty : { type, isRequired: true, isListed: true };
  };
  const member = once(() => unionOf([...properties.values()]));
  const propertyNames = () => [...properties.keys()];
  return { ...ofKinds(KIND.object), property, member, propertyNames, listsProperties: true };
}

/** An object with keys that are known only when it is evaluated, and members of this type. */
export function objectWith(kinds: Kinds, member: ValueType): ValueType {
  const property = (): PropertyType => ({ type: member, isRequired: false, isListed: false });
  return { ...ofKinds(kinds), property, member: () => member };
}

/** Has this type without the other kinds. */
export function only(type: ValueType, kinds: Kinds): ValueType {
  const left = type.kinds & kinds;
  if (left === type.kinds) return type;
  return left === 0 ? NEVER : { ...type, kinds: left };
}

/** What is left of it as JSON: an integer is a number, a time its text. */
export function jsonTypeOf(type: ValueType): ValueType {
  if (type === UNKNOWN) return type;
  let kinds = type.kinds & KINDS_OF_JSON;
  if (type.kinds & KIND.integer) kinds |= KIND.number;
  if (type.kinds & TIMES) kinds |= KIND.string;
  if (kinds === type.kinds && (kinds & WITH_PARTS) === 0) return type;
  return {
    kinds,
    items: once(() => jsonTypeOf(type.items())),
    property: onceByName((name) => {
      const property = type.property(name);
      return { ...property, type: jsonTypeOf(property.type) };
    }),
    member: once(() => jsonTypeOf(type.member())),
    listsProperties: type.listsProperties,
    propertyNames: namesOf(type),
    texts: type.kinds & TIMES ? undefined : type.texts,
    numbers: type.numbers,
  };
}

/** One of them. */
export function unionOf(types: readonly ValueType[]): ValueType {
  return types.reduce(union, NEVER);
}

function union(left: ValueType, right: ValueType): ValueType {
  if (left === right || right.kinds === 0) return left;
  if (left.kinds === 0) return right;
  const kinds = left.kinds | right.kinds;
  const choices = eitherOf(left, right);
  // a text or null is no richer for being one of two
  const shareParts = [KIND.list, OBJECTS].some((part) => left.kinds & part && right.kinds & part);
  if (!shareParts) {
    const lists = left.kinds & KIND.list ? left : right;
    const objects = left.kinds & OBJECTS ? left : right;
    const { property, member, listsProperties } = objects;
    const propertyNames = namesOf(objects);
    const parts = { property, member, listsProperties, propertyNames };
    return { kinds, items: lists.items, ...parts, ...choices };
  }
  return {
    kinds,
    items: once(() => union(itemsOf(left), itemsOf(right))),
    property: onceByName((name) => either(propertyOf(left, name), propertyOf(right, name))),
    member: once(() => union(memberOf(left), memberOf(right))),
    listsProperties: [left, right].every(
      (type) => type.listsProperties || (type.kinds & OBJECTS) === 0,
    ),
    propertyNames: () => [left, right].flatMap((type) => namesOf(type)()),
    ...choices,
  };
}

function eitherOf(left: ValueType, right: ValueType): Choices {
  return eitherChoices(chosen(left), chosen(right));
}

function chosen({ kinds, texts, numbers }: ValueType): Chosen {
  const mayBeText = (kinds & KIND.string) !== 0;
  return { mayBeText, texts, mayBeNumber: (kinds & NUMERIC) !== 0, numbers };
}

function namesOf({ propertyNames }: ValueType): () => readonly string[] {
  return propertyNames ?? (() => []);
}

const OBJECTS: Kinds = KIND.object | KIND.table;
const WITH_PARTS: Kinds = KIND.list | OBJECTS;

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
    member: once(() => intersection(left.member(), right.member())),
    listsProperties: left.listsProperties || right.listsProperties,
    propertyNames: () => [left, right].flatMap((type) => namesOf(type)()),
    ...bothChoices(left, right),
  };
}

function itemsOf(type: ValueType): ValueType {
  return type.kinds & KIND.list ? type.items() : NEVER;
}

/** null: it is no object, and says nothing about properties. */
function propertyOf(type: ValueType, name: string): PropertyType | null {
  return type.kinds & OBJECTS ? type.property(name) : null;
}

function memberOf(type: ValueType): ValueType {
  return type.kinds & OBJECTS ? type.member() : NEVER;
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
  [NUMERIC, 'a number'],
  [KIND.string, 'a string'],
  [KIND.timestamp, 'a timestamp'],
  [KIND.duration, 'a duration'],
  [KIND.list, 'a list'],
  [KIND.object, 'an object'],
  [KIND.table, 'an object with keys that are no texts'],
  [KIND.null, 'null'],
];

/** For messages: `a string or null`. */
export function nameOfKinds(kinds: Kinds): string {
  if (kinds === KINDS_ALL) return 'anything';
  if ((kinds & KINDS_OF_JSON) === KINDS_OF_JSON) return 'any JSON value';
  // who takes objects takes them with any keys
  const named = kinds & KIND.object ? kinds & ~KIND.table : kinds;
  const names = NAMES.flatMap(([kind, name]) => (named & kind ? [name] : []));
  return names.length === 0 ? 'nothing' : names.join(' or ');
}
