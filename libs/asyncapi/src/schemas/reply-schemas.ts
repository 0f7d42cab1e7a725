import { ERROR_FORM } from '#protocol';
import { WIRE_FORM } from '#contracts';
import { CORRELATION, TRACE_HEADERS } from './command-schemas.js';
import { any, either, refTo, text, UNSAID, whole, type Schema } from './schema.js';

/** What JavaScript takes for false: Nest's own client, too, reads `isDisposed` and `err` so. */
const FALSY = [null, false, 0, ''];
const TRUTHY: Schema = { not: { enum: FALSY } };

const REPLY_ERROR: Schema = {
  title: 'Error of a reply',
  description:
    'Read leniently: a code of another form counts as `ERROR`, a text or anything else in the ' +
    `place of the object as its message, of which the first ${ERROR_FORM.messageCharsMax} ` +
    'characters are kept.',
  type: 'object',
  properties: {
    code: {
      description: 'Stable, for machines: 1 to 64 of letters, digits and `_ . : -`.',
      examples: ['CARD_DECLINED'],
    },
    message: { description: 'For people.', examples: ['the bank said no'] },
    retryAfterMs: {
      description:
        'Of `errored`: the shortest delay until the next attempt, in ms; at most ' +
        `${WIRE_FORM.retryAfterMsMax}, a day. Anything but a number from 0 counts as left out.`,
      examples: [5000],
    },
    refused: {
      description: 'In the `err` of a NestJS packet: `true` makes it a refusal.',
      examples: [true],
    },
  },
};

const ANY_ERROR = either(refTo('ReplyError'), any('Anything else counts as the message.'));

/** What every reply may have beside its own. */
const BESIDE = {
  tookMs: any(
    'What the participant worked on the command, in ms, for the history. Anything but a number ' +
      'from 0 to a year counts as left out.',
  ),
  forwarded: any(
    'On a slip, `true`: the participant has sent the following command of the slip by itself.',
  ),
  trail: {
    type: 'array',
    items: refTo('TrailEntry'),
    description: 'On a slip: the trail that came with the command, unchanged.',
  },
} as const;

const SUCCEEDED: Schema = {
  title: 'It succeeded',
  description: 'A compensation has `undone` or `nothing-to-undo` as its `output.result`.',
  type: 'object',
  required: ['outcome'],
  properties: {
    outcome: { const: 'succeeded' },
    output: any('What later steps see of it. Left out: null.'),
    error: UNSAID,
    err: UNSAID,
    ...BESIDE,
  },
  // an output that stands in the other form's place would be lost
  anyOf: [
    { properties: { response: UNSAID } },
    { required: ['output'], properties: { output: { not: UNSAID } } },
  ],
};

const REFUSED: Schema = {
  title: 'It is refused',
  description: 'A business no: final, and nothing happened.',
  type: 'object',
  required: ['outcome'],
  properties: {
    outcome: { const: 'refused' },
    error: ANY_ERROR,
    output: UNSAID,
    response: UNSAID,
    ...BESIDE,
  },
};

const ERRORED: Schema = {
  title: 'It went wrong',
  description: 'A technical no: the conductor tries again, as the step’s policy says.',
  type: 'object',
  required: ['outcome'],
  properties: { outcome: { const: 'errored' }, error: ANY_ERROR, ...BESIDE },
};

const NO_OUTCOME = { not: { required: ['outcome'] } } as const;

const NEST_RESPONSE: Schema = {
  title: 'A NestJS packet with a response',
  description:
    'As `ServerRMQ` writes it: it succeeded. Without a `response` the output is null. An `err` ' +
    'that is null, empty, zero or false counts as none beside a response.',
  type: 'object',
  required: ['isDisposed'],
  properties: {
    response: any('The output.'),
    isDisposed: TRUTHY,
    output: UNSAID,
    error: UNSAID,
    ...BESIDE,
  },
  allOf: [
    NO_OUTCOME,
    either(
      { not: { required: ['err'] } },
      { required: ['response'], properties: { err: { enum: FALSY } } },
    ),
  ],
};

const NEST_ERROR: Schema = {
  title: 'A NestJS packet with an error',
  description:
    'It went wrong; or it is refused, when `err.refused` is true, or when the step lists ' +
    '`err.code` as `nonRetryable`.',
  type: 'object',
  required: ['err'],
  properties: { err: ANY_ERROR, ...BESIDE },
  allOf: [NO_OUTCOME, either({ properties: { err: TRUTHY } }, { not: { required: ['response'] } })],
};

const PARTIAL: Schema = {
  title: 'A value of a NestJS stream',
  description:
    'What `ServerRMQ` writes for each value of a stream but the last one. It is set aside, and ' +
    'the last one counts.',
  type: 'object',
  required: ['response'],
  properties: {
    response: any('One of several values.'),
    isDisposed: { enum: FALSY },
    err: { enum: FALSY },
    output: UNSAID,
    error: UNSAID,
  },
  allOf: [NO_OUTCOME],
};

const REPLY: Schema = {
  title: 'Reply',
  description:
    'What a participant answers to one command: in our own form, or as the packet of a NestJS ' +
    'microservice. Anything else is a dead message, `UNKNOWN_FORM`, and changes no saga.',
  anyOf: [SUCCEEDED, REFUSED, ERRORED, NEST_RESPONSE, NEST_ERROR],
};

const TRAIL_ENTRY: Schema = {
  title: 'Entry of a trail',
  description: 'What an earlier station of a routing slip answered.',
  type: 'object',
  required: ['correlationId', 'step', 'reply'],
  properties: {
    correlationId: text('That of the station’s command.', CORRELATION),
    step: text('Its step.'),
    reply: { type: 'object', description: 'Its reply, in our own form.' },
  },
};

const CARRIED: Schema = {
  title: 'Carried reply',
  description: 'One reply of an envelope, with the correlation id of the command that it answers.',
  allOf: [
    {
      type: 'object',
      required: ['correlationId'],
      properties: { correlationId: text('That of the command.', CORRELATION) },
    },
    refTo('Reply'),
  ],
};

const ENVELOPE: Schema = {
  title: 'Envelope of replies',
  description: 'Several replies in one message. Each counts as if it had come by itself.',
  type: 'object',
  required: ['replies'],
  properties: {
    replies: {
      type: 'array',
      minItems: 1,
      maxItems: WIRE_FORM.carriedMax,
      items: refTo('CarriedReply'),
    },
  },
};

const PROPERTIES: Schema = {
  title: 'AMQP properties of a reply',
  description:
    'Only the correlation id is needed; what else the participant library sets helps people.',
  type: 'object',
  required: ['correlationId'],
  properties: {
    correlationId: text('That of the command, unchanged.', CORRELATION),
    contentType: { not: { const: WIRE_FORM.repliesType } },
    deliveryMode: whole('2, persistent: else a restart of the broker loses it.'),
    messageId: text('The library: that of the command with `.reply` behind it.'),
    type: text('The library: `reply`.'),
    appId: text('The participant’s name.'),
    timestamp: whole('In seconds since the epoch.'),
    userId: text('The account that sends it: the broker vouches for it.'),
  },
};

const ENVELOPE_PROPERTIES: Schema = {
  title: 'AMQP properties of an envelope of replies',
  description: 'The correlation ids are in the body.',
  type: 'object',
  required: ['contentType'],
  properties: {
    contentType: { const: WIRE_FORM.repliesType },
    messageId: text('That of the first reply, and how many more there are.'),
    type: text('The library: `replies`.'),
    appId: text('The participant’s name.'),
    timestamp: whole('In seconds since the epoch.'),
    userId: text('The account that sends it.'),
  },
};

const HEADERS: Schema = {
  title: 'Headers of a reply',
  description: 'None is needed.',
  type: 'object',
  properties: { traceparent: TRACE_HEADERS.traceparent },
};

export const REPLY_SCHEMAS: Readonly<Record<string, Schema>> = {
  Reply: REPLY,
  ReplyError: REPLY_ERROR,
  ReplyHeaders: HEADERS,
  ReplyProperties: PROPERTIES,
  ReplyEnvelope: ENVELOPE,
  ReplyEnvelopeProperties: ENVELOPE_PROPERTIES,
  CarriedReply: CARRIED,
  PartialReply: PARTIAL,
  TrailEntry: TRAIL_ENTRY,
};
