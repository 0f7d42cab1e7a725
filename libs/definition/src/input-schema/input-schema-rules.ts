import { didYouMean } from '#expressions';
import { type JsonObject, type JsonValue, pointerTo, isList, isObject } from '#protocol';
import { type FaultList } from '../model/definition-fault.js';
import { KEYWORDS } from './schema-keywords.js';

/**
 * How many schemas may look at one and the same value, references followed. Without it a handful
 * of definitions that name each other twice (`allOf`) would look 2^n times.
 */
const EVALUATIONS_MAX = 100;
/** Each value is compared with every entry of these; so many of them count as a look. */
const LISTS = ['enum', 'required', 'properties', 'dependentRequired'];
const ENTRIES_PER_LOOK = 20;

const PATTERN_KEYWORDS = new Set(['pattern', 'patternProperties']);
const DEFINITION_REF = /^#\/\$defs\/([A-Za-z0-9_.-]+)$/;

interface Place {
  readonly schema: JsonValue;
  readonly path: string;
}

/** True: nothing is wrong with `inputSchema`. */
export function checkInputSchema(
  schema: JsonValue,
  { path, countsLists }: { readonly path: string; readonly countsLists: boolean },
  faults: FaultList,
): boolean {
  const before = faults.faults.length;
  const definitions = definitionsOf(schema);
  const open: Place[] = [{ schema, path }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    open.push(...checkSchema(place, definitions, faults));
  }
  if (faults.faults.length > before) return false;
  checkLooks(schema, { path, definitions, countsLists }, faults);
  return faults.faults.length === before;
}

type Definitions = ReadonlyMap<string, JsonValue>;

function definitionsOf(schema: JsonValue): Definitions {
  const definitions = isObject(schema) ? schema['$defs'] : undefined;
  return new Map(definitions && isObject(definitions) ? Object.entries(definitions) : []);
}

/** Gives the schemas within this one. */
function checkSchema(
  { schema, path }: Place,
  definitions: Definitions,
  faults: FaultList,
): readonly Place[] {
  if (typeof schema === 'boolean') return [];
  if (!isObject(schema)) {
    faults.add(path, 'schema-shape', 'must be a schema: an object, true or false');
    return [];
  }
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const place = { schema: value, path: pointerTo(path, keyword) };
    if (keyword === '$ref') checkRef(place, definitions, faults);
    return checkKeyword(keyword, place, faults);
  });
}

function checkKeyword(keyword: string, place: Place, faults: FaultList): readonly Place[] {
  const { schema: value, path } = place;
  const shape = KEYWORDS.get(keyword);
  if (shape === undefined) {
    reportKeyword(keyword, path, faults);
    return [];
  }
  if (shape.holds === 'schema') return [place];
  if (shape.holds === 'value') {
    if (!shape.check(value)) faults.add(path, 'schema-shape', `must be ${shape.form}`);
    return [];
  }
  const isRight = shape.holds === 'schemas' ? isList(value) && value.length > 0 : isObject(value);
  if (!isRight) {
    const form = shape.holds === 'schemas' ? 'a list of schemas' : 'schemas by name';
    faults.add(path, 'schema-shape', `must be ${form}`);
    return [];
  }
  const entries: readonly [string, JsonValue][] = Object.entries(value ?? {});
  return entries.map(([key, schema]) => ({ schema, path: pointerTo(path, key) }));
}

/** Keywords of other versions and of OpenAPI. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  definitions: ': write "$defs"',
  nullable: ': write "type": ["string", "null"]',
  dependencies: ': write "dependentRequired" or "dependentSchemas"',
  optional: ': leave it out, and name in "required" what must be there',
};

function reportKeyword(keyword: string, path: string, faults: FaultList): void {
  if (PATTERN_KEYWORDS.has(keyword)) {
    const message = `"${keyword}" is not allowed: a regular expression could run for ever`;
    const cure = 'Leave it out, or write "format", "enum", "minLength" or "maxLength"';
    faults.add(path, 'schema-pattern', `${message}. ${cure}`);
  } else if (keyword === 'uniqueItems') {
    const message =
      '"uniqueItems" is not allowed: it compares every item with every other. Leave it out';
    faults.add(path, 'schema-unique-items', message);
  } else {
    const cure =
      (Object.hasOwn(ELSEWHERE, keyword) ? ELSEWHERE[keyword] : null) ??
      (didYouMean(keyword, [...KEYWORDS.keys()]) || ': leave it out');
    const message = `"${keyword}" is not a keyword that can be used here${cure}`;
    faults.add(path, 'schema-keyword', message);
  }
}

function checkRef({ schema: ref, path }: Place, definitions: Definitions, faults: FaultList) {
  if (typeof ref !== 'string') return;
  const name = DEFINITION_REF.exec(ref)?.[1];
  if (name === undefined) {
    faults.add(path, 'schema-ref', 'must be "#/$defs/<name>": nothing outside is ever fetched');
  } else if (!definitions.has(name)) {
    faults.add(path, 'schema-ref', `there is no "${name}" in "$defs" of the whole schema`);
  }
}

/** Counts the looks at one value; a reference that leads back to itself would never end. */
function checkLooks(
  schema: JsonValue,
  at: {
    readonly path: string;
    readonly definitions: Definitions;
    readonly countsLists: boolean;
  },
  faults: FaultList,
): void {
  const { looks, isRecursive } = countAll(schema, at);
  const { path } = at;
  if (isRecursive) {
    faults.add(path, 'schema-recursion', 'a "$ref" leads back to itself');
  } else if (looks > EVALUATIONS_MAX) {
    const also = `${ENTRIES_PER_LOOK} entries of a list count as one`;
    const message = `${looks} schemas check one value (${also}), ${EVALUATIONS_MAX} are allowed`;
    faults.add(path, 'schema-size', message);
  }
}

function countAll(
  schema: JsonValue,
  {
    definitions,
    countsLists,
  }: { readonly definitions: Definitions; readonly countsLists: boolean },
): { readonly looks: number; readonly isRecursive: boolean } {
  const known = new Map<string, number>();
  let isRecursive = false;
  const looksByName = (name: string): number => {
    const looks = known.get(name);
    if (looks === Number.POSITIVE_INFINITY) isRecursive = true;
    if (looks !== undefined) return looks;
    known.set(name, Number.POSITIVE_INFINITY);
    const counted = count(definitions.get(name) ?? true);
    known.set(name, counted);
    return counted;
  };
  const count = (value: JsonValue): number => countLooks(value, { looksByName, countsLists });
  const looks = Math.max(count(schema), ...[...definitions.keys()].map(looksByName));
  return { looks, isRecursive };
}

/** The largest number of looks at any one value by this schema and what it refers to. */
function countLooks(
  schema: JsonValue,
  by: { readonly looksByName: (name: string) => number; readonly countsLists: boolean },
): number {
  if (!isObject(schema)) return 1;
  let here = 1 + (by.countsLists ? looksOfLists(schema) : 0);
  let within = 0;
  for (const [keyword, value] of Object.entries(schema)) {
    const name = typeof value === 'string' ? DEFINITION_REF.exec(value)?.[1] : undefined;
    if (keyword === '$ref' && name !== undefined) here += by.looksByName(name);
    const shape = KEYWORDS.get(keyword);
    if (keyword === '$defs' || shape === undefined || shape.holds === 'value') continue;
    const schemas = shape.holds === 'schema' ? [value] : Object.values(value ?? {});
    const looks = schemas.map((each: JsonValue) => countLooks(each, by));
    if (shape.isInPlace) here += looks.reduce((sum, each) => sum + each, 0);
    else within += looks.reduce((largest, each) => Math.max(largest, each), 0);
  }
  return Math.max(here, within);
}

function looksOfLists(schema: JsonObject): number {
  const entries = LISTS.flatMap((keyword) => Object.values(schema[keyword] ?? {}));
  return Math.floor(entries.length / ENTRIES_PER_LOOK);
}
