import { DESCRIPTION_CHARS_MAX, STEP_NAME } from '#definition';
import { DEFINITION_NAME } from '#protocol';
import { arrayOf, integer, type Schema } from './schema-parts.js';

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
        name: { type: 'string', pattern: STEP_NAME.source },
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
