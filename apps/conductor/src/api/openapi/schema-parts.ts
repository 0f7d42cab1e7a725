import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
export type Schema = Schemas[string];

export const integer = { type: 'integer' } as const satisfies Schema;
export const uuid = { type: 'string', format: 'uuid' } as const satisfies Schema;
export const instant = { type: 'string', format: 'date-time' } as const satisfies Schema;

export function text(description: string) {
  return { type: 'string', description } as const satisfies Schema;
}

export function arrayOf(items: Schema): Schema {
  return { type: 'array', items };
}

export function mapOf(values: Schema) {
  return { type: 'object', additionalProperties: values } as const satisfies Schema;
}
