import { isList, isObject, type JsonObject, type JsonValue } from '#protocol';
import { type Choices, CHOICES_MAX } from './choices.js';
import {
  intersectionOf,
  KIND,
  type Kinds,
  NEVER,
  NULL,
  ofKinds,
  once,
  onceByName,
  type PropertyType,
  unionOf,
  UNKNOWN,
  type ValueType,
} from './value-type.js';

/** Schemas that look at one and the same value, one through the other; deeper is unknown. */
const IN_PLACE_DEPTH_MAX = 32;
/** Schemas in one list: with more alternatives it is unknown, more of an `allOf` are left out. */
const LIST_MAX = 100;

const DEFINITION_REF = /^#\/\$defs\/([^/~%]+)$/;

const KINDS_BY_TYPE: ReadonlyMap<JsonValue | undefined, Kinds> = new Map([
  ['null', KIND.null],
  ['boolean', KIND.boolean],
  ['number', KIND.number],
  ['integer', KIND.number],
  ['string', KIND.string],
  ['array', KIND.list],
  ['object', KIND.object],
]);

/**
 * The type of the values that fit a JSON Schema 2020-12. It never throws, whatever it is given:
 * what it cannot follow is unknown. Each schema within is read once, when it is first asked for.
 */
export function typeOfSchema(schema: JsonValue): ValueType {
  return new SchemaReader(schema).read(schema, 0);
}

class SchemaReader {
  private readonly known = new Map<JsonObject, ValueType>();
  private readonly definitions: JsonObject;

  constructor(root: JsonValue) {
    this.definitions = membersOf(isObject(root) ? root : {}, '$defs');
  }

  read(schema: JsonValue | undefined, depth: number): ValueType {
    if (schema === false) return NEVER;
    if (schema === undefined || !isObject(schema) || depth > IN_PLACE_DEPTH_MAX) return UNKNOWN;
    const known = this.known.get(schema);
    if (known !== undefined) return known;
    // where a reference leads back to itself without an end, nothing is known
    this.known.set(schema, UNKNOWN);
    const type = this.readObject(schema, depth + 1);
    this.known.set(schema, type);
    return type;
  }

  private readObject(schema: JsonObject, depth: number): ValueType {
    return intersectionOf([
      this.readOwn(schema),
      this.readReference(own(schema, '$ref'), depth),
      ...listOf(schema, 'allOf')
        .slice(0, LIST_MAX)
        .map((each) => this.read(each, depth)),
      this.readAlternatives(schema, 'anyOf', depth),
      this.readAlternatives(schema, 'oneOf', depth),
      ...this.readConditions(schema, depth),
    ]);
  }

  private readReference(reference: JsonValue | undefined, depth: number): ValueType {
    const name = typeof reference === 'string' ? DEFINITION_REF.exec(reference)?.[1] : undefined;
    return name === undefined ? UNKNOWN : this.read(own(this.definitions, name), depth);
  }

  private readAlternatives(
    schema: JsonObject,
    keyword: 'anyOf' | 'oneOf',
    depth: number,
  ): ValueType {
    const alternatives = listOf(schema, keyword);
    if (alternatives.length === 0 || alternatives.length > LIST_MAX) return UNKNOWN;
    return unionOf(alternatives.map((each) => this.read(each, depth)));
  }

  /** What a condition asks for may hold or not; the properties that it names are listed with it. */
  private readConditions(schema: JsonObject, depth: number): readonly ValueType[] {
    const conditions: ValueType[] = [];
    if (own(schema, 'if') !== undefined) {
      const [condition, yes, no] = ['if', 'then', 'else'].map((keyword) =>
        this.read(own(schema, keyword), depth),
      );
      const held = intersectionOf([condition ?? UNKNOWN, yes ?? UNKNOWN]);
      conditions.push(unionOf([held, no ?? UNKNOWN]));
    }
    const dependent = Object.values(membersOf(schema, 'dependentSchemas'));
    for (const each of dependent.slice(0, LIST_MAX)) {
      conditions.push(unionOf([this.read(each, depth), UNKNOWN]));
    }
    return conditions;
  }

  /** Without the schemas that look at the same value. */
  private readOwn(schema: JsonObject): ValueType {
    const kinds = kindsOf(schema);
    const choices = choicesIn(schema, kinds);
    if ((kinds & (KIND.list | KIND.object)) === 0) return { ...ofKinds(kinds), ...choices };
    const properties = membersOf(schema, 'properties');
    const required = listOf(schema, 'required');
    return {
      kinds,
      items: once(() => this.readItems(schema)),
      property: onceByName((name) => this.readProperty(schema, name)),
      member: () => UNKNOWN,
      listsProperties: Object.keys(properties).length > 0 || required.length > 0,
      propertyNames: () => Object.keys(properties),
      ...choices,
    };
  }

  private readItems(schema: JsonObject): ValueType {
    const prefix = listOf(schema, 'prefixItems');
    if (prefix.length > LIST_MAX) return UNKNOWN;
    const rest = own(schema, 'items') ?? true;
    return unionOf([...prefix, rest].map((each) => this.read(each, 0)));
  }

  private readProperty(schema: JsonObject, name: string): PropertyType {
    const declared = own(membersOf(schema, 'properties'), name);
    const isRequired = listOf(schema, 'required').includes(name);
    if (declared !== undefined) {
      return { type: this.read(declared, 0), isRequired, isListed: true };
    }
    // a pattern may list it
    const hasPatterns = own(schema, 'patternProperties') !== undefined;
    const rest = hasPatterns ? true : own(schema, 'additionalProperties');
    const isMap = hasPatterns || (rest !== undefined && typeof rest !== 'boolean');
    return { type: this.read(rest, 0), isRequired, isListed: isRequired || isMap };
  }
}

function kindsOf(schema: JsonObject): Kinds {
  let { kinds } = UNKNOWN;
  const type = own(schema, 'type');
  if (type !== undefined) kinds &= kindsOfTypes(isList(type) ? type : [type]);
  const constant = own(schema, 'const');
  if (constant !== undefined) kinds &= kindOf(constant);
  const values = own(schema, 'enum');
  if (values !== undefined && isList(values)) {
    kinds &= values.reduce((all: Kinds, each) => all | kindOf(each), 0);
  }
  return kinds;
}

/** The texts and numbers of an `enum` or a `const`; those of a kind that it has not, are not. */
function choicesIn(schema: JsonObject, kinds: Kinds): Choices {
  const constant = own(schema, 'const');
  const values = constant === undefined ? own(schema, 'enum') : [constant];
  if (values === undefined || !isList(values) || values.length > CHOICES_MAX) return {};
  const [texts, numbers] = [new Set<string>(), new Set<number>()];
  for (const each of values) {
    if (typeof each === 'string') texts.add(each);
    if (typeof each === 'number') numbers.add(each);
  }
  return {
    ...(kinds & KIND.string ? { texts } : {}),
    ...(kinds & KIND.number ? { numbers } : {}),
  };
}

function kindsOfTypes(types: readonly JsonValue[]): Kinds {
  return types.reduce((all: Kinds, each) => all | (KINDS_BY_TYPE.get(each) ?? UNKNOWN.kinds), 0);
}

/** The type of a value that is present. */
export function kindOf(value: JsonValue): Kinds {
  if (value === null) return NULL.kinds;
  if (isList(value)) return KIND.list;
  return KINDS_BY_TYPE.get(typeof value) ?? UNKNOWN.kinds;
}

/** undefined: it has none of its own. */
function own(schema: JsonObject, keyword: string): JsonValue | undefined {
  return Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
}

function membersOf(schema: JsonObject, keyword: string): JsonObject {
  const members = own(schema, keyword);
  return members !== undefined && isObject(members) ? members : {};
}

function listOf(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const list = own(schema, keyword);
  return list !== undefined && isList(list) ? list : [];
}
