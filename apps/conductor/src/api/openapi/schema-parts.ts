import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];

export const integer = { type: 'integer' } as const satisfies Schema;
export const uuid = { type: 'string', format: 'uuid' } as const satisfies Schema;
export const instant = { type: 'string', format: 'date-time' } as const satisfies Schema;

export const ANY_JSON: Schema = { description: 'Any JSON: what it means is for its owner to say.' };

/** Refers to a schema by its name; `withPlainReferences` removes the `allOf`. */
export function refersTo(name: string) {
  return { allOf: [{ $ref: `#/components/schemas/${name}` }] } as const satisfies Schema;
}

export function text(description: string) {
  return { type: 'string', description } as const satisfies Schema;
}

export function arrayOf(items: Schema): Schema {
  return { type: 'array', items };
}

export function mapOf(values: Schema) {
  return { type: 'object', additionalProperties: values } as const satisfies Schema;
}
