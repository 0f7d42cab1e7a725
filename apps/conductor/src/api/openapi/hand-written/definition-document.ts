import { describeDefinition } from '#definition';
import type { Schema } from '../schema-parts.js';

/** Enough to write a definition; `POST /v1/definitions/validate` checks all the rules. */
export const DEFINITION_DOCUMENT = {
  ...describeDefinition({ $ref: '#/components/schemas/Json' }),
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
} as Schema;
