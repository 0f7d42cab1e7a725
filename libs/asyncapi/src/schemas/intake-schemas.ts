import { MESSAGE_NAME, PARTICIPANT_NAME, SAGA_KEY_CHARS_MAX, VERSION_MAX } from '#protocol';
import { WIRE_FORM } from '#contracts';
import { TRACE_HEADERS } from './command-schemas.js';
import { any, either, matching, NULL, refTo, text, whole, type Schema } from './schema.js';

const IDEMPOTENCY_KEY = either(
  NULL,
  matching(WIRE_FORM.id, 'In the place of the message id: repeating it does nothing twice.'),
);

const packetOf = (pattern: string, data: Schema): Schema => ({
  type: 'object',
  required: ['pattern', 'data'],
  properties: {
    pattern: { const: pattern },
    data,
    id: any('In the place of the property `messageId`, when there is none.'),
  },
});

const START: Schema = {
  title: 'Start of a saga',
  description:
    'Starts a saga, as `POST /v1/sagas` does. The message id makes a repetition harmless, and ' +
    'has to be there: as the property, as `data.idempotencyKey` or as `id`.',
  ...packetOf(WIRE_FORM.startPattern, {
    type: 'object',
    required: ['definition', 'input'],
    properties: {
      definition: {
        type: 'string',
        description: 'The name of the definition.',
        examples: ['order-fulfilment'],
      },
      version: either(
        NULL,
        whole('Which version; left out: the newest that accepts starts.', 1, {
          maximum: VERSION_MAX,
        }),
      ),
      key: either(
        NULL,
        text('A business key, for finding the saga again.', { maxLength: SAGA_KEY_CHARS_MAX }),
      ),
      input: {
        not: NULL,
        description: 'The saga’s input, which fits the definition’s `inputSchema`.',
      },
      idempotencyKey: IDEMPOTENCY_KEY,
    },
    additionalProperties: false,
  }),
};

const SIGNAL: Schema = {
  title: 'Signal to a saga',
  description: 'Gives a saga a signal, as `POST /v1/sagas/{id}/signals/{name}` does.',
  ...packetOf(WIRE_FORM.signalPattern, {
    type: 'object',
    required: ['sagaId', 'name'],
    properties: {
      sagaId: { type: 'string', description: 'Which saga.' },
      name: { type: 'string', description: 'The signal’s name.', examples: ['approval'] },
      payload: any('What goes with it; left out: null.'),
      idempotencyKey: IDEMPOTENCY_KEY,
    },
    additionalProperties: false,
  }),
};

const DESCRIBED_COMMAND: Schema = {
  title: 'Described command',
  description: 'A command that a participant takes.',
  type: 'object',
  required: ['command'],
  properties: {
    command: matching(MESSAGE_NAME, 'Its name, which begins with the participant’s.', {
      maxLength: 200,
      examples: ['payment.authorize'],
    }),
    inputSchema: any('JSON Schema 2020-12 of its data; left out: nothing is said of it.'),
    outputSchema: any('The same of what a success gives.'),
  },
};

const DESCRIPTION: Schema = {
  title: 'Description of a participant',
  description:
    'Says which commands a participant takes, and whether it takes envelopes. The newest one ' +
    'counts, by the property `timestamp`.',
  ...packetOf(WIRE_FORM.describePattern, {
    type: 'object',
    required: ['participant', 'commands'],
    properties: {
      participant: matching(PARTICIPANT_NAME, 'Its name.', { examples: ['payment'] }),
      commands: {
        type: 'array',
        maxItems: WIRE_FORM.describedCommandsMax,
        items: refTo('DescribedCommand'),
        description: 'All of its commands, each once.',
      },
      envelopes: either(
        NULL,
        whole('How many commands one message to it may carry; left out, or below 2: one.', 0, {
          maximum: Number.MAX_SAFE_INTEGER,
        }),
      ),
      instance: either(NULL, matching(WIRE_FORM.instance, 'Which of its processes says so.')),
    },
  }),
};

const PROPERTIES: Schema = {
  title: 'AMQP properties of a message to the intake queue',
  description: 'For starts, signals and descriptions.',
  type: 'object',
  properties: {
    messageId: matching(
      /^/,
      'The id of a start or a signal: unique, 1 to 128 letters, digits or . _ : @ / + = - . Not ' +
        'looked at when `data.idempotencyKey` is there.',
    ),
    contentType: text('`application/json`'),
    deliveryMode: whole('2, persistent: else a restart of the broker loses it.'),
    timestamp: whole('Of a description: which of two is the newer one. In seconds.'),
    userId: text('The account that sends it: the broker vouches for it.'),
    appId: text('Who sends it.'),
    type: text('The pattern.'),
  },
};

const HEADERS: Schema = {
  title: 'Headers of a message to the intake queue',
  description: 'A start’s trace goes along with all that leaves its saga.',
  type: 'object',
  properties: {
    // what breaks the grammar of W3C is ignored, and refuses nothing
    traceparent: any(TRACE_HEADERS.traceparent['description'] as string),
    tracestate: any(TRACE_HEADERS.tracestate['description'] as string),
  },
};

export const INTAKE_SCHEMAS: Readonly<Record<string, Schema>> = {
  Start: START,
  Signal: SIGNAL,
  Description: DESCRIPTION,
  DescribedCommand: DESCRIBED_COMMAND,
  IntakeProperties: PROPERTIES,
  IntakeHeaders: HEADERS,
};
