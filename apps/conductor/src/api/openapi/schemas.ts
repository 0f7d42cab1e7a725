import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../edge/problems.js';
import { DEFINITION_SCHEMAS } from './definition-schemas.js';
import {
  integer,
  instant,
  nullable,
  object,
  arrayOf,
  page,
  ref,
  text,
  type Schema,
} from './schema-parts.js';
import { SAGA_STATUSES, STEP_STATUSES } from '../sagas/saga-parts.js';

const SAGA_SCHEMAS = {
  Attempts: object({ execute: integer, compensate: integer, inquire: integer }),
  Step: object({
    name: { type: 'string', example: 'authorizePayment' },
    status: {
      type: 'string',
      enum: STEP_STATUSES,
    },
    attempts: ref('Attempts'),
    iteration: integer,
    iterations: arrayOf(ref('Step')),
    error: nullable(ref('SagaError')),
    output: {},
    nextAction: nullable(ref('NextAction')),
  }),
  Signal: object({ sagaId: { type: 'string', format: 'uuid' }, name: { type: 'string' } }),
  Saga: object({
    id: { type: 'string', format: 'uuid' },
    status: { type: 'string', enum: [...SAGA_STATUSES] },
    paused: { type: 'boolean' },
    direction: { type: 'string', enum: ['forward', 'backward'] },
    version: { ...integer, description: 'Counts the transitions; goes into expectedVersion.' },
    definition: ref('DefinitionRef'),
    key: nullable({ type: 'string' }),
    input: {},
    output: {},
    error: nullable(ref('SagaError')),
    startedAt: instant,
    updatedAt: instant,
    endedAt: nullable(instant),
    deadlineAt: nullable(instant),
    nextAction: nullable(ref('NextAction')),
    steps: arrayOf(ref('Step')),
    parent: nullable(
      object({
        id: { type: 'string', format: 'uuid' },
        step: { type: 'string' },
        iteration: integer,
      }),
    ),
    children: arrayOf(ref('ChildSaga')),
    locks: arrayOf(
      object({
        key: { type: 'string' },
        status: { type: 'string', enum: ['waiting', 'held', 'released'] },
      }),
    ),
  }),
  ChildSaga: object({
    id: { type: 'string', format: 'uuid' },
    status: { type: 'string', enum: [...SAGA_STATUSES] },
    definition: ref('DefinitionRef'),
    step: { type: 'string' },
    iteration: integer,
  }),
  SagaSummary: object({
    id: { type: 'string', format: 'uuid' },
    status: { type: 'string', enum: [...SAGA_STATUSES] },
    paused: { type: 'boolean' },
    version: integer,
    definition: ref('DefinitionRef'),
    key: nullable({ type: 'string' }),
    activeSteps: arrayOf({ type: 'string' }),
    error: nullable(ref('SagaError')),
    createdAt: instant,
    updatedAt: instant,
    endedAt: nullable(instant),
  }),
  SagaPage: page('SagaSummary'),
  HistoryEntry: object({
    version: nullable(integer),
    at: instant,
    input: { type: 'object', additionalProperties: true },
    events: arrayOf({
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string', example: 'step-succeeded' } },
      additionalProperties: true,
    }),
    ignored: nullable(object({ reason: { type: 'string' }, times: integer, lastAt: instant })),
  }),
  HistoryPage: page('HistoryEntry'),
};

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
  ...SAGA_SCHEMAS,
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
