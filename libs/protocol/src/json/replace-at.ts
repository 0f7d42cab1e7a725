import type { JsonObject, JsonValue } from './json.js';

/** The same data with another value at the place to which these keys lead; none: all of it. */
export function replaceAt(
  data: JsonValue,
  [key, ...rest]: readonly string[],
  value: JsonValue,
): JsonValue {
  if (key === undefined) return value;
  if (Array.isArray(data)) {
    const items = data as readonly JsonValue[];
    return items.map((item, at) => (String(at) === key ? replaceAt(item, rest, value) : item));
  }
  const members = data as JsonObject;
  return { ...members, [key]: replaceAt(members[key] ?? null, rest, value) };
}
