import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];

export const integer = { type: 'integer' } as const satisfies Schema;
export const uuid = { type: 'string', format: 'uuid' } as const satisfies Schema;
export const instant = { type: 'string', format: 'date-time' } as const satisfies Schema;

export function text(description: string) {
  return { type: 'string', description } as const satisfies Schema;
}

export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The value, or null. OpenAPI 3.1, so a type like any other. */
export function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] } as Schema;
}

export function arrayOf(items: Schema): Schema {
  return { type: 'array', items };
}

export function mapOf(values: Schema) {
  return { type: 'object', additionalProperties: values } as const satisfies Schema;
}

/** An object that always has all of these properties. */
export function object(properties: Record<string, Schema>) {
  return { type: 'object', required: Object.keys(properties), properties } satisfies Schema;
}

/** `{ items, next }`: next goes into `cursor`, null on the last page. */
export function page(item: string) {
  return object({ items: arrayOf(ref(item)), next: nullable({ type: 'string' }) });
}
