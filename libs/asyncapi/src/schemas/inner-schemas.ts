import { any, matching, text, whole, type Schema } from './schema.js';

const DEAD_HEADERS: Schema = {
  title: 'Headers of a command that was set aside',
  description: 'What the participant library says of a command that it cannot read or answer.',
  type: 'object',
  required: ['dead-reason', 'dead-detail', 'dead-bytes', 'dead-sha256'],
  properties: {
    'dead-reason': {
      enum: ['MALFORMED_COMMAND', 'REPLY_UNROUTABLE'],
      description: '`MALFORMED_COMMAND`: it is none. `REPLY_UNROUTABLE`: its reply has no queue.',
    },
    'dead-detail': { type: 'string', maxLength: 500, description: 'For people.' },
    'dead-bytes': whole('The size of the whole body.'),
    'dead-sha256': matching(/^[0-9a-f]{64}$/, 'The hash of the whole body.'),
  },
};

const DEAD_PROPERTIES: Schema = {
  title: 'AMQP properties of a command that was set aside',
  description: 'Those that it came with.',
  type: 'object',
  properties: { messageId: { type: 'string' }, correlationId: { type: 'string' } },
};

const HINT: Schema = {
  title: 'Hint between replicas',
  description:
    'What a replica of the conductor has committed, for the others’ streams. It may be lost. Not ' +
    'for services, and its form may change with every release.',
  type: 'object',
  required: ['from', 'listens', 'changes'],
  properties: {
    from: text('The process that sent it.'),
    listens: { type: 'boolean', description: 'Somebody listens there.' },
    changes: {
      type: 'array',
      maxItems: 250,
      items: {
        type: 'object',
        required: ['sagaId', 'version', 'at', 'definition', 'status', 'kinds', 'steps', 'saga'],
        properties: {
          sagaId: text('Which saga.'),
          version: whole('Its version after the change.', 1),
          at: { type: 'number', description: 'In ms since the epoch.' },
          definition: { type: 'object' },
          status: text('Its status after the change.'),
          kinds: { type: 'array' },
          steps: { type: 'array' },
          saga: { type: 'object' },
        },
      },
    },
  },
};

const HINT_PROPERTIES: Schema = {
  title: 'AMQP properties of a hint',
  description: 'Nothing but its type.',
  type: 'object',
  required: ['type'],
  properties: { type: { const: 'hint' } },
};

/** Of messages that services neither send nor get. */
export const INNER_SCHEMAS: Readonly<Record<string, Schema>> = {
  DeadCommand: {
    title: 'Command that was set aside',
    ...any('Whatever came; of what could not be read, and is large, the first 4 KiB.'),
  },
  DeadCommandHeaders: DEAD_HEADERS,
  DeadCommandProperties: DEAD_PROPERTIES,
  Hint: HINT,
  HintProperties: HINT_PROPERTIES,
};
