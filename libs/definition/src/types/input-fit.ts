import { typeOfSchema, nameOfKinds, type ValueType } from '#expressions';
import { type JsonObject, type JsonValue, pointerTo, isList, isObject } from '#protocol';

/** JSON Schemas of what commands take, by command. */
export type InputSchemas = ReadonlyMap<string, JsonValue>;

/** Why what a template gives never fits. */
export interface Misfit {
  /** JSON Pointer into the template. */
  readonly path: string;
  readonly message: string;
}

interface Place {
  readonly template: JsonValue;
  /** The type of the template's result. */
  readonly type: ValueType;
  /** undefined: no schema is written down for this very place. */
  readonly schema: JsonValue | undefined;
  readonly wanted: ValueType;
  readonly path: string;
}

/**
 * What a template can never have right by the schema of what it is for: kinds of values, and
 * properties that are missing or not taken. All else it may have right.
 */
export function misfitsOf(
  template: JsonValue,
  type: ValueType,
  schema: JsonValue,
): readonly Misfit[] {
  return misfitsAt({ template, type, schema, wanted: typeOfSchema(schema), path: '' });
}

function misfitsAt(place: Place): readonly Misfit[] {
  const { type, wanted, path } = place;
  // it fails whenever it is evaluated, and that is told
  if (type.kinds === 0) return [];
  if (wanted.kinds === 0) return [{ path, message: 'is not accepted at all' }];
  if ((type.kinds & wanted.kinds) === 0) {
    const message = `is ${nameOfKinds(type.kinds)}, needed is ${nameOfKinds(wanted.kinds)}`;
    return [{ path, message }];
  }
  return [...missingAt(place), ...partsOf(place).flatMap(misfitsAt)];
}

function missingAt({ template, schema, path }: Place): readonly Misfit[] {
  const required = membersOf(schema)['required'] ?? [];
  if (!isObject(template) || !isList(required)) return [];
  return required
    .filter((name) => typeof name === 'string' && !Object.hasOwn(template, name))
    .map((name) => ({ path, message: `has no ${JSON.stringify(name)}, which is required` }));
}

/** What is written within the template; into the value of an expression nobody looks. */
function partsOf({ template, type, schema, wanted, path }: Place): readonly Place[] {
  if (template === null || typeof template !== 'object') return [];
  const entries: readonly [string, JsonValue][] = Object.entries(template);
  return entries.map(([key, part]) => {
    const common = { template: part, path: pointerTo(path, key) };
    if (isList(template)) {
      return { ...common, schema: undefined, type: type.items(), wanted: wanted.items() };
    }
    const properties = membersOf(membersOf(schema)['properties']);
    return {
      ...common,
      schema: Object.hasOwn(properties, key) ? properties[key] : undefined,
      type: type.property(key).type,
      wanted: wanted.property(key).type,
    };
  });
}

function membersOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isObject(value) ? value : {};
}
