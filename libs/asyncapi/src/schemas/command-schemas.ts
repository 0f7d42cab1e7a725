import { MESSAGE_NAME } from '#protocol';
import { WIRE_FORM } from '#contracts';
import { any, instant, matching, refTo, text, whole, type Schema } from './schema.js';

export const CORRELATION = {
  maxLength: WIRE_FORM.correlationBytesMax,
  examples: ['1.01940000-….authorizePayment.0.e.1.payment.MAdR3_…'],
} as const;
const IDEMPOTENCY_KEY = /^[^/]+\/[^/]+\/[0-9]+$/;
/** One bare ticket, or `key=ticket` for each lock. */
const TOKENS = /^([0-9]{1,16}|[^=,]*=[0-9]{1,16}(,[^=,]*=[0-9]{1,16})*)$/;

/** What an application property or a header of every saga's message says of its trace. */
export const TRACE_HEADERS = {
  traceparent: text('W3C trace context of the saga’s start; left out: it had none.', {
    examples: ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
  }),
  tracestate: text('The same. Only with a `traceparent`.'),
} as const;

const DIRECTION = {
  type: 'string',
  enum: ['execute', 'compensate', 'inquire'],
  description:
    '`execute`: do it. `compensate`: undo it. `inquire`: say what became of the key, and see to ' +
    'it that nothing becomes of it any more; it comes under the step’s own command.',
} as const;

const HEADERS: Schema = {
  title: 'Headers of a command',
  description:
    'What the command is about. Only the keys of locks are the user’s, and they are encoded.',
  type: 'object',
  required: [
    'saga-id',
    'saga-definition',
    'step',
    'iteration',
    'direction',
    'attempt',
    'idempotency-key',
    'deadline',
  ],
  properties: {
    'saga-id': matching(WIRE_FORM.sagaId, 'Whose command it is.'),
    'saga-definition': text('By which definition: name and version.', {
      examples: ['order-fulfilment@3'],
    }),
    step: text('The step of the definition.', { examples: ['authorizePayment'] }),
    iteration: whole('Which run of the step under a key of its own, from 0.'),
    direction: DIRECTION,
    attempt: whole('Counted from 1, for each direction.', 1),
    'idempotency-key': matching(
      IDEMPOTENCY_KEY,
      '`<saga-id>/<step>/<iteration>`: the same for every attempt and every direction.',
    ),
    'first-issued-at': instant(
      'When the first command under this key was issued. Left out: it is not known.',
    ),
    deadline: instant(
      'When the conductor stops waiting for this attempt. Information: nothing may depend on it.',
    ),
    'fencing-token': matching(
      TOKENS,
      'The saga’s tickets for its locks: the bare ticket of one lock, or `key=ticket` for each, ' +
        'with commas between. Left out: the saga has no locks.',
      { examples: ['42', 'order%3Ao-7=42,truck%3A3=43'] },
    ),
    'fencing-key': {
      type: 'string',
      description: 'The key of the one lock, percent-encoded UTF-8. Only beside a bare ticket.',
      examples: ['order%3Ao-7'],
    },
    ...TRACE_HEADERS,
  },
};

const PROPERTIES: Schema = {
  title: 'AMQP properties of a command',
  description: 'The names are those of AMQP 0-9-1, in camel case.',
  type: 'object',
  required: [
    'contentType',
    'deliveryMode',
    'messageId',
    'correlationId',
    'replyTo',
    'type',
    'appId',
    'timestamp',
  ],
  properties: {
    contentType: { const: 'application/json' },
    deliveryMode: { const: 2, description: 'Persistent.' },
    messageId: text('The same when one attempt is published twice; another one for each attempt.'),
    correlationId: text('Signed. To be repeated unchanged in the reply.', CORRELATION),
    replyTo: text('The queue that takes the reply, through the default exchange.'),
    type: text('The command’s name, as `pattern` in the body.'),
    appId: text('`conductor`; of a forwarded command the participant that sent it.'),
    timestamp: whole('When it was published, in seconds since the epoch.'),
  },
};

const COMMAND: Schema = {
  title: 'Command',
  description:
    'Asks a participant to do something, to undo it, or to say what became of it. A NestJS ' +
    'request packet. Members that are not known are to be ignored.',
  type: 'object',
  required: ['pattern', 'data', 'id'],
  properties: {
    pattern: matching(MESSAGE_NAME, 'The command; it begins with the participant’s name.', {
      examples: ['payment.authorize'],
    }),
    data: any(
      'Its input, as the definition maps it. A compensation gets that of the step that it ' +
        'undoes, unless the definition maps its own.',
    ),
    id: text('The message id.'),
    slip: refTo('Slip'),
  },
};

const CARRIED: Schema = {
  title: 'Carried command',
  description: 'One command of an envelope: its headers and ids stand beside its own members.',
  allOf: [
    {
      type: 'object',
      required: ['pattern', 'data', 'headers', 'correlationId', 'messageId'],
      properties: {
        headers: refTo('CommandHeaders'),
        correlationId: text('Its own.', CORRELATION),
        messageId: text('Its own.'),
      },
    },
    refTo('Command'),
  ],
};

const ENVELOPE: Schema = {
  title: 'Envelope of commands',
  description:
    'Several commands in one message, for participants whose description says `envelopes`. Each ' +
    'is a command of its own.',
  type: 'object',
  required: ['commands'],
  properties: {
    commands: {
      type: 'array',
      minItems: 1,
      maxItems: WIRE_FORM.carriedMax,
      items: refTo('CarriedCommand'),
    },
  },
};

const ENVELOPE_PROPERTIES: Schema = {
  title: 'AMQP properties of an envelope of commands',
  description: 'What the commands share; the correlation ids are in the body.',
  type: 'object',
  required: ['contentType', 'deliveryMode', 'messageId', 'replyTo', 'type', 'timestamp'],
  properties: {
    contentType: { const: WIRE_FORM.commandsType },
    deliveryMode: { const: 2 },
    messageId: text('That of the first command, and how many more there are: `<id>+3`.'),
    replyTo: text('The queue that takes all replies.'),
    type: { const: 'commands' },
    appId: text('`conductor`'),
    timestamp: whole('When it was published, in seconds since the epoch.'),
  },
};

export const COMMAND_SCHEMAS: Readonly<Record<string, Schema>> = {
  Command: COMMAND,
  CommandHeaders: HEADERS,
  CommandProperties: PROPERTIES,
  CommandEnvelope: ENVELOPE,
  CommandEnvelopeProperties: ENVELOPE_PROPERTIES,
  CarriedCommand: CARRIED,
};
