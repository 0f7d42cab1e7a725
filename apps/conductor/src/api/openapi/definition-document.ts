import { DESCRIPTION_CHARS_MAX, STEP_NAME } from '#definition';
import { DEFINITION_NAME } from '#protocol';
import { arrayOf, integer, type Schema } from './schema-parts.js';

const string = { type: 'string' } as const;
const json = { $ref: '#/components/schemas/Json' } as const;
const duration = {
  type: 'string',
  pattern: '^\\d{1,12}(\\.\\d{1,12})?(ms|s|m|h|d)$',
  example: '30s',
} as const;
const command = { type: 'string', example: 'payment.authorize' } as const;
const mapping = { ...json, description: 'Any JSON; texts with `${…}` are expressions.' } as const;

const retry = {
  type: 'object',
  properties: {
    maxAttempts: { type: 'integer', minimum: 1, maximum: 1000 },
    initialInterval: duration,
    backoffCoefficient: { type: 'number', minimum: 1, maximum: 100 },
    maxInterval: duration,
    jitter: { type: 'string', enum: ['full', 'none'], default: 'full' },
    nonRetryable: { type: 'array', items: string, maxItems: 100 },
  },
} satisfies Schema;

const sending = { timeout: duration, retry } as const;

const compensation = {
  anyOf: [
    { type: 'string', description: 'A command, or `none`: there is nothing to undo.' },
    {
      type: 'object',
      required: ['command'],
      properties: { command, input: mapping, ...sending },
    },
  ],
} satisfies Schema;

const wait = {
  type: 'object',
  required: ['signal'],
  properties: {
    signal: string,
    timeout: duration,
    onTimeout: { type: 'string', enum: ['fail', 'continue'], default: 'fail' },
  },
} satisfies Schema;

const fail = {
  type: 'object',
  required: ['code'],
  properties: {
    code: { type: 'string', example: 'NOT_APPROVED' },
    message: { type: 'string', description: 'May have expressions.' },
  },
} satisfies Schema;

const forEach = {
  type: 'object',
  required: ['items'],
  properties: {
    items: { type: 'string', example: '${input.lines}' },
    as: { type: 'string', default: 'item' },
    maxParallel: { type: 'integer', minimum: 1, maximum: 64, default: 8 },
  },
} satisfies Schema;

const repeat = {
  type: 'object',
  required: ['until'],
  properties: {
    until: { type: 'string', example: "${output.status == 'DONE'}" },
    interval: { ...duration, default: '10s' },
    maxIterations: { type: 'integer', minimum: 1, maximum: 1000, default: 30 },
  },
} satisfies Schema;

/** Enough to write a definition; `POST /v1/definitions/validate` checks all the rules. */
export const DEFINITION_DOCUMENT = {
  type: 'object',
  required: ['name', 'steps'],
  properties: {
    name: { type: 'string', pattern: DEFINITION_NAME.source },
    description: { type: 'string', maxLength: DESCRIPTION_CHARS_MAX },
    inputSchema: {
      type: ['object', 'boolean'],
      additionalProperties: true,
      description: 'A JSON Schema; true takes anything.',
    },
    mode: { type: 'string', enum: ['orchestration', 'routing-slip'], default: 'orchestration' },
    deadline: { ...duration, example: '15m' },
    defaults: {
      type: 'object',
      properties: { ...sending, compensation: { type: 'object', properties: sending } },
    },
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
              timeout: { ...duration, default: '24h' },
            },
          },
        ],
      }),
      example: ['order:${input.orderId}'],
    },
    trigger: {
      type: 'object',
      required: ['event', 'key'],
      properties: { event: { type: 'string' }, key: { type: 'string' }, input: mapping },
      example: { event: 'order.placed', key: '${data.orderId}', input: '${data}' },
    },
    output: mapping,
    steps: arrayOf({
      type: 'object',
      required: ['name'],
      properties: {
        name: { type: 'string', pattern: STEP_NAME.source },
        command,
        wait,
        delay: {
          type: 'string',
          example: '15m',
          description: 'A duration, or an expression that gives an instant.',
        },
        saga: {
          type: 'object',
          required: ['definition'],
          properties: { definition: { type: 'string' }, version: integer },
          example: { definition: 'ship-parcel' },
        },
        forEach,
        repeat,
        fail,
        end: { type: 'object', properties: { output: mapping } },
        after: arrayOf({ type: 'string' }),
        requires: { type: 'string', enum: ['done', 'succeeded'], default: 'done' },
        input: mapping,
        when: { type: 'string' },
        catch: {
          anyOf: [{ type: 'string', enum: ['any'] }, arrayOf({ type: 'string' })],
          example: ['CARD_DECLINED', 'TIMEOUT'],
        },
        kind: { type: 'string', enum: ['compensatable', 'pivot', 'retryable'] },
        compensation,
        timeout: { ...duration, default: '30s' },
        retry,
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
