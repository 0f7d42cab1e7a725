import {
  arrayOf,
  instant,
  integer,
  nullable,
  object,
  page,
  ref,
  text,
  type Schema,
} from './schema-parts.js';

const VERSION = {
  name: { type: 'string', example: 'order-fulfilment' },
  version: integer,
  hash: text('SHA-256 of the canonical document, in hex.'),
  createdAt: instant,
  retiredAt: nullable(instant),
} satisfies Record<string, Schema>;

/** Enough to write one; `POST /v1/definitions/validate` knows all rules. */
const DEFINITION_DOCUMENT = {
  type: 'object',
  required: ['name', 'steps'],
  properties: {
    name: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$' },
    description: { type: 'string', maxLength: 2000 },
    inputSchema: {
      type: ['object', 'boolean'],
      additionalProperties: true,
      description: 'A JSON Schema; true takes anything.',
    },
    mode: { type: 'string', enum: ['orchestration', 'routing-slip'], default: 'orchestration' },
    deadline: { type: 'string', example: '15m' },
    defaults: { type: 'object', additionalProperties: true },
    locks: {
      ...arrayOf({
        anyOf: [
          { type: 'string' },
          {
            type: 'object',
            required: ['key'],
            properties: {
              key: { type: 'string' },
              onBusy: { type: 'string', enum: ['wait', 'reject'], default: 'wait' },
              timeout: { type: 'string', default: '24h' },
            },
          },
        ],
      }),
      example: ['order:${input.orderId}'],
    },
    trigger: {
      type: 'object',
      required: ['event', 'key'],
      properties: { event: { type: 'string' }, key: { type: 'string' }, input: {} },
      example: { event: 'order.placed', key: '${data.orderId}', input: '${data}' },
    },
    output: {},
    steps: arrayOf({
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,62}$' },
        command: { type: 'string', example: 'payment.authorize' },
        wait: { type: 'object', additionalProperties: true },
        delay: { type: 'string', example: '15m' },
        saga: {
          type: 'object',
          required: ['definition'],
          properties: { definition: { type: 'string' }, version: integer },
          example: { definition: 'ship-parcel' },
        },
        forEach: { type: 'object', additionalProperties: true },
        repeat: { type: 'object', additionalProperties: true },
        after: arrayOf({ type: 'string' }),
        input: {},
        when: { type: 'string' },
        kind: { type: 'string', enum: ['compensatable', 'pivot', 'retryable'] },
        compensation: {},
        timeout: { type: 'string', example: '30s' },
        retry: { type: 'object', additionalProperties: true },
      },
    }),
  },
  example: {
    name: 'order-fulfilment',
    steps: [
      {
        name: 'createOrder',
        command: 'order.create',
        compensation: 'order.reject',
        input: { orderId: '${input.orderId}' },
      },
      {
        name: 'capturePayment',
        command: 'payment.capture',
        kind: 'pivot',
        input: { orderId: '${input.orderId}', amount: '${input.amount}' },
      },
    ],
  },
} satisfies Schema;

export const DEFINITION_SCHEMAS = {
  DefinitionDocument: DEFINITION_DOCUMENT,
  PostedDefinition: {
    type: 'object',
    required: ['name', 'version', 'hash'],
    properties: {
      name: VERSION.name,
      version: VERSION.version,
      hash: VERSION.hash,
      latest: {
        ...nullable(integer),
        description:
          'Only when starts do not take this version: the one that they take; null: none, all ' +
          'are retired. Retire the later versions to go back to this one.',
      },
      warnings: { ...arrayOf(ref('Fault')), description: 'Left out: there are none.' },
    },
  },
  DefinitionVersion: object(VERSION),
  Definition: object({ ...VERSION, document: ref('DefinitionDocument') }),
  DefinitionWithVersions: object({
    ...VERSION,
    document: ref('DefinitionDocument'),
    versions: arrayOf(ref('DefinitionVersion')),
  }),
  DefinitionSummary: object({
    ...VERSION,
    description: nullable({ type: 'string' }),
    versions: { ...integer, description: 'How many there are.' },
  }),
  DefinitionPage: page('DefinitionSummary'),
  ValidationReport: object({
    valid: { type: 'boolean' },
    errors: arrayOf(ref('Fault')),
    warnings: arrayOf(ref('Fault')),
    failureMatrix: nullable(arrayOf(ref('FailurePath'))),
  }),
  Migration: object({
    dryRun: { type: 'boolean' },
    version: { ...integer, description: 'The one that sagas were to go on by.' },
    migrated: { ...integer, description: 'None with a dry run.' },
    fitting: integer,
    notFitting: integer,
    sagas: arrayOf(ref('SagaMigration')),
    next: nullable(text('Goes into cursor; null: there are no more.')),
  }),
  SagaMigration: object({
    id: { type: 'string', format: 'uuid' },
    fromVersion: integer,
    fits: { type: 'boolean' },
    reasons: arrayOf(ref('MigrationReason')),
  }),
  MigrationReason: {
    type: 'object',
    required: ['code', 'detail'],
    properties: {
      code: { type: 'string', example: 'STEP_OUT_OF_ORDER' },
      step: text('Left out: the saga as a whole.'),
      detail: text('For people.'),
    },
  } satisfies Schema,
  FailureMatrix: object({
    name: VERSION.name,
    version: integer,
    paths: nullable(arrayOf(ref('FailurePath'))),
  }),
  FailurePath: object({
    step: { type: 'string' },
    fault: { type: 'string', example: 'reply-lost' },
    ends: { type: 'string', enum: ['completed', 'compensated', 'stuck', 'lost'] },
    stuckOn: arrayOf({ type: 'string' }),
    undone: arrayOf({ type: 'string' }),
    kept: arrayOf({ type: 'string' }),
    takesMs: integer,
  }),
};
