import { type JsonObject, type JsonValue, isList, isObject } from '#protocol';
import { formatForValidator } from '../instant-formats.js';
import { KEYWORDS } from './schema-keywords.js';

/**
 * Steps of one check: less than 100 ms. A step is a look of a schema at a value, about half a
 * microsecond. What takes longer counts as several; the figures below were measured.
 */
export const STEPS_MAX = 120_000;
/** A schema whose failure does not end the check: each time, what is wrong is written down. */
const TRIAL = 2;
/** Looks at the same value as the schema around it, and is merged with it. */
const IN_PLACE = 4;
/** For `required`, `properties` and so on: each of their entries is looked up in the value. */
const ENTRIES_PER_STEP = 10;
/** For `enum` and `const`, as JSON text: compared, and reported when they do not fit. */
const CHARS_PER_STEP = 100;
/** An entry of `enum` that is a list or an object. */
const DEEP_ENTRY = 2;
/** Large numbers without a limit of digits. */
const MULTIPLE_OF = 10;
/** With these, each schema remembers which members it has looked at. */
const REMEMBERING = new Set(['unevaluatedProperties', 'unevaluatedItems']);
const TO_REMEMBER = 2;
/** For each schema with a `format` or a length: characters of the input's longest text. */
const TEXT_PER_STEP = 1000;

/** Whose failure is not yet that of the whole. */
const TRIALS = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains']);
/** The validator reads it of each schema that it looks at; no schema of ours has it. */
const READ_AT_EACH_LOOK = '$recursiveAnchor';

export class CheckBudgetError extends Error {
  readonly code = 'CHECK_TOO_COSTLY';
}

/**
 * Counts the steps of a validator while it works, and stops it: each schema that it looks at tells.
 * An estimate beforehand is either far too high or too low, for it depends on the values.
 */
export class CheckBudget {
  private left = 0;
  private factor = 1;
  private ownFactor = 1;
  private longestText = 0;

  /** Before each check. */
  begin(input: JsonValue): void {
    this.left = STEPS_MAX;
    this.factor = this.ownFactor;
    this.longestText = longestTextOf(input);
  }

  /** Before a second look at the same input, at which no failure ends the check. */
  goOnThoroughly(): void {
    this.factor = this.ownFactor * 2 * TRIAL;
  }

  /** Has a schema, and all within it, count its looks. */
  watch(schema: JsonValue): void {
    const definitions = isObject(schema) ? schema['$defs'] : undefined;
    const watched = new Map<JsonObject, Place>();
    const open: Place[] = [{ schema, isTrial: false, isInPlace: false }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const { schema: each } = place;
      if (!isObject(each)) continue;
      const known = watched.get(each);
      const isTrial = place.isTrial || known?.isTrial === true;
      const isInPlace = place.isInPlace || known?.isInPlace === true;
      if (known?.isTrial === isTrial && known.isInPlace === isInPlace) continue;
      const worst = { schema: each, isTrial, isInPlace };
      watched.set(each, worst);
      if (Object.keys(each).some((keyword) => REMEMBERING.has(keyword))) {
        this.ownFactor = TO_REMEMBER;
      }
      open.push(...schemasIn(each, worst, definitions));
    }
    for (const [each, place] of watched) this.count(each, place);
  }

  private count(schema: JsonObject, place: Place): void {
    const steps = stepsOf(schema, place);
    const readsText = 'format' in schema || 'minLength' in schema || 'maxLength' in schema;
    Object.defineProperty(schema, READ_AT_EACH_LOOK, {
      enumerable: false,
      get: () => {
        const text = readsText ? this.longestText / TEXT_PER_STEP : 0;
        this.left -= (steps + text) * this.factor;
        if (this.left < 0) throw new CheckBudgetError(`it takes more than ${STEPS_MAX} steps`);
        return undefined;
      },
    });
  }
}

/** A schema, and what it may cost where it stands. */
interface Place {
  readonly schema: JsonValue;
  readonly isTrial: boolean;
  readonly isInPlace: boolean;
}

function stepsOf(schema: JsonObject, { isTrial, isInPlace }: Place): number {
  const steps = 1 + (isInPlace ? IN_PLACE : 0) + stepsOfLists(schema) + stepsOfValues(schema);
  return isTrial ? steps * TRIAL : steps;
}

function stepsOfLists(schema: JsonObject): number {
  const lists = ['required', 'properties', 'dependentRequired', 'dependentSchemas'];
  const entries = lists.flatMap((keyword) => Object.values(schema[keyword] ?? {}));
  return entries.length / ENTRIES_PER_STEP;
}

function stepsOfValues(schema: JsonObject): number {
  const { enum: list = [], const: single = null } = schema;
  const values = [...(list as readonly JsonValue[]), single];
  const deep = values.filter((value) => typeof value === 'object' && value !== null);
  const multipleOf = 'multipleOf' in schema ? MULTIPLE_OF : 0;
  const chars = JSON.stringify(values).length;
  return chars / CHARS_PER_STEP + deep.length * DEEP_ENTRY + multipleOf;
}

function schemasIn(
  schema: JsonObject,
  { isTrial }: Place,
  definitions: JsonValue | undefined,
): readonly Place[] {
  return Object.entries(schema).flatMap(([keyword, value]): readonly Place[] => {
    if (keyword === '$ref' && typeof value === 'string' && definitions && isObject(definitions)) {
      const named = definitions[value.slice('#/$defs/'.length)];
      return named === undefined ? [] : [{ schema: named, isTrial, isInPlace: true }];
    }
    const shape = KEYWORDS.get(keyword);
    if (shape === undefined || shape.holds === 'value') return [];
    const schemas = shape.holds === 'schema' ? [value] : Object.values(value ?? {});
    const within = { isTrial: isTrial || TRIALS.has(keyword), isInPlace: shape.isInPlace };
    return schemas.map((each: JsonValue) => ({ schema: each, ...within }));
  });
}

/**
 * A schema as the validator is given it: each `true` within it as `{}`, which means the same, since
 * the looks of `true` are not told, and instants by our grammar.
 */
export function forValidator(schema: JsonValue): JsonValue {
  if (schema === true) return {};
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([keyword, value]): [string, JsonValue] => {
    const shape = KEYWORDS.get(keyword);
    if (keyword === 'format') return [keyword, formatForValidator(value)];
    if (shape === undefined || shape.holds === 'value') return [keyword, value];
    if (shape.holds === 'schema') return [keyword, forValidator(value)];
    if (isList(value)) return [keyword, value.map(forValidator)];
    const named = Object.entries(value ?? {}).map(([name, each]: [string, JsonValue]) => {
      return [name, forValidator(each)] as const;
    });
    return [keyword, Object.fromEntries(named)];
  });
  return Object.fromEntries(entries);
}

function longestTextOf(input: JsonValue): number {
  let longest = 0;
  const open = [input];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') longest = Math.max(longest, value.length);
    if (typeof value !== 'object' || value === null) continue;
    for (const each of Object.values(value) as JsonValue[]) open.push(each);
  }
  return longest;
}
