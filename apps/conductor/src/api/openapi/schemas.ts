import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../edge/problems.js';
import { DEFINITION_SCHEMAS } from './definition-schemas.js';
import { integer, object, arrayOf, ref, text, type Schema } from './schema-parts.js';

const PROBLEM_SCHEMAS = {
  Fault: object({
    path: text('JSON Pointer to what is wrong.'),
    rule: text('Stable, for machines.'),
    message: text('For people.'),
  }),
  Problem: {
    ...object({
      type: text('A URN that names the problem.'),
      title: text('The same for every occurrence.'),
      status: { ...integer, description: 'The HTTP status.' },
      code: { type: 'string', enum: Object.keys(PROBLEMS) },
      detail: text('What is wrong with this request.'),
      errors: arrayOf(ref('Fault')),
      current: object({ status: { type: 'string' }, version: integer }),
    }),
    required: ['type', 'title', 'status', 'code', 'detail'],
  } satisfies Schema,
};

const SCHEMAS = {
  ...DEFINITION_SCHEMAS,
  ...PROBLEM_SCHEMAS,
} satisfies Record<string, Schema>;

export type SchemaName = keyof typeof SCHEMAS;

/** The document with the schemas that its calls refer to. */
export function addSchemas(document: OpenAPIObject): OpenAPIObject {
  const { components } = document;
  return {
    ...document,
    components: { ...components, schemas: { ...components?.schemas, ...SCHEMAS } },
  };
}
