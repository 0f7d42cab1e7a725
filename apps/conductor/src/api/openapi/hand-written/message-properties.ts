import type { Schema } from '../schema-parts.js';

const text: Schema = { type: 'string' };
const octet: Schema = { type: 'integer', minimum: 0, maximum: 255 };

/** The properties that AMQP 0-9-1 gives a message, by the names that they are kept under. */
export const MESSAGE_PROPERTIES: Schema = {
  type: 'object',
  description:
    'The properties of a message on the broker; what the sender did not set is left out.',
  properties: {
    contentType: text,
    contentEncoding: text,
    headers: {
      type: 'object',
      description: 'The headers, or `not-kept` and `names` where they were too long.',
      additionalProperties: { $ref: '#/components/schemas/Json' },
    },
    deliveryMode: octet,
    priority: octet,
    correlationId: text,
    replyTo: text,
    expiration: text,
    messageId: text,
    timestamp: { type: 'integer', description: 'In seconds since 1970.' },
    type: text,
    userId: text,
    appId: text,
    clusterId: text,
  },
};
