import type { JsonObject } from '#protocol';

/**
 * A JSON Schema with the keywords that draft 7 and 2020-12 read alike, and with nothing beside a
 * `$ref`: AsyncAPI reads it by the one, `/schemas/…` gives it as the other.
 */
export type Schema = JsonObject;

/** Where the schemas of an AsyncAPI document are. */
export const PLACE = '#/components/schemas/';

export function refTo(name: string): Schema {
  return { $ref: `${PLACE}${name}` };
}

/** Any JSON. */
export function any(description: string): Schema {
  return { description };
}

export function text(description: string, more: Schema = {}): Schema {
  return { type: 'string', minLength: 1, description, ...more };
}

export function matching(pattern: RegExp, description: string, more: Schema = {}): Schema {
  return { type: 'string', pattern: pattern.source, description, ...more };
}

/** From `least`. */
export function whole(description: string, least = 0, more: Schema = {}): Schema {
  return { type: 'integer', minimum: least, description, ...more };
}

export function instant(description: string): Schema {
  return { type: 'string', format: 'date-time', description };
}

export function either(...schemas: readonly Schema[]): Schema {
  return { anyOf: schemas };
}

export const NULL: Schema = { type: 'null' };

/** Left out, or null: many serializers write every field. */
export const UNSAID: Schema = { type: 'null', description: 'Left out, or null' };
