import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];

export const integer = { type: 'integer' } satisfies Schema;
export const instant = { type: 'string', format: 'date-time' } satisfies Schema;

export function text(description: string): Schema {
  return { type: 'string', description };
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

export function mapOf(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}

/** An object that always has all of these properties. */
export function object(properties: Record<string, Schema>) {
  return { type: 'object', required: Object.keys(properties), properties } satisfies Schema;
}

/** An object that may have these properties too. */
export function withOptional(schema: ReturnType<typeof object>, more: Record<string, Schema>) {
  return { ...schema, properties: { ...schema.properties, ...more } } satisfies Schema;
}

/** `{ items, next }`: next goes into `cursor`, null on the last page. */
export function page(item: string) {
  return object({ items: arrayOf(ref(item)), next: nullable({ type: 'string' }) });
}
