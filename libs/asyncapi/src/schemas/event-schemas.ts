import { DEFINITION_NAME } from '#protocol';
import { WIRE_FORM } from '#contracts';
import { TRACE_HEADERS } from './command-schemas.js';
import { any, either, instant, matching, NULL, text, whole, type Schema } from './schema.js';

/** How the ends of a saga, and its beginning, are called in the names of events. */
export const LIFE_CYCLE = ['started', 'completed', 'compensated', 'stuck', 'abandoned'] as const;
export type LifeCycle = (typeof LIFE_CYCLE)[number];

const NAME = DEFINITION_NAME.source.slice(1, -1);

const packetOf = (pattern: Schema, data: Schema): Schema => ({
  type: 'object',
  required: ['pattern', 'data', 'id'],
  properties: { pattern, data, id: text('The message id: the same when it comes again.') },
});

const ERROR: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: { code: text('Stable.'), message: { type: 'string' } },
};

/** Without whatever else `events.include` adds. */
const SAGA_FIELDS: Readonly<Record<string, Schema>> = {
  sagaId: matching(WIRE_FORM.sagaId, 'Which saga.'),
  definition: matching(DEFINITION_NAME, 'The name of its definition.'),
  definitionVersion: whole('The version of it.', 1),
  key: { type: ['string', 'null'], description: 'The saga’s business key; null: none.' },
  status: {
    enum: ['running', 'compensating', 'stuck', 'completed', 'compensated', 'abandoned'],
    description: 'The saga’s status after what is told.',
  },
  at: instant('When it was committed.'),
};

const MORE: Readonly<Record<string, Schema>> = {
  input: any('The saga’s input, when the definition says `"events": { "include": ["input"] }`.'),
  inputOmitted: { const: true, description: 'The input would be too much for a message.' },
  output: any('Of `completed`: the saga’s output.'),
  outputOmitted: { const: true, description: 'The output would be too much for a message.' },
  error: either(NULL, ERROR),
  waiting: {
    type: ['object', 'null'],
    description: 'Of `stuck`: what it waits for, since when, in one sentence and as data.',
    required: ['code', 'text', 'since', 'on'],
    properties: { code: text('What it is.'), text: text('One sentence.'), on: { type: 'array' } },
  },
};

/** What the event says beside the saga: it depends on what is told. */
const REQUIRED: Readonly<Record<LifeCycle, readonly string[]>> = {
  started: [],
  completed: [],
  compensated: ['error'],
  stuck: ['error', 'waiting'],
  abandoned: ['error'],
};

/** Of one kind. `definition`: of its sagas alone; left out: of any. */
export function lifeCycleSchema(
  what: LifeCycle,
  { definition, more = {} }: { readonly definition?: string; readonly more?: Schema } = {},
): Schema {
  const pattern: Schema =
    definition === undefined
      ? { type: 'string', pattern: `^saga\\.${what}\\.${NAME}$` }
      : { const: `saga.${what}.${definition}` };
  return packetOf(pattern, {
    type: 'object',
    required: [...Object.keys(SAGA_FIELDS), ...REQUIRED[what]],
    properties: { ...SAGA_FIELDS, ...MORE, ...more },
    ...(what === 'completed'
      ? { anyOf: [{ required: ['output'] }, { required: ['outputOmitted'] }] }
      : {}),
  });
}

const LIFE_CYCLE_EVENT: Schema = {
  title: 'Life-cycle event',
  description:
    'Tells that a saga started, completed, was compensated, is stuck or was abandoned. Published ' +
    'at least once, only for what was committed, and in no order: sort by `at`.',
  anyOf: LIFE_CYCLE.map((what) => ({
    title: `saga.${what}.<definition>`,
    ...lifeCycleSchema(what),
  })),
};

const SIDE: Schema = {
  type: ['object', 'null'],
  required: ['status', 'version'],
  properties: { status: { type: 'string' }, version: whole('The saga’s or definition’s version.') },
};
const TEXT_OR_NULL = { type: ['string', 'null'] } as const;

const AUDIT_EVENT: Schema = {
  title: 'Record of the audit log',
  description: 'Tells of one act, done or refused, in the order of `seq`.',
  ...packetOf(
    { const: 'audit.recorded' },
    {
      type: 'object',
      required: ['id', 'seq', 'hash', 'at', 'action', 'subject', 'outcome', 'times'],
      properties: {
        id: text('Of the record.'),
        seq: whole('Its place in the chain.', 1),
        hash: matching(/^[0-9a-f]+$/, 'Over itself and the hash before.'),
        at: instant('When it was done.'),
        actor: TEXT_OR_NULL,
        via: TEXT_OR_NULL,
        credential: TEXT_OR_NULL,
        action: text('What was done.'),
        subject: {
          type: 'object',
          required: ['kind', 'id'],
          properties: { kind: TEXT_OR_NULL, id: TEXT_OR_NULL },
        },
        reason: TEXT_OR_NULL,
        outcome: { enum: ['done', 'refused'] },
        refusal: TEXT_OR_NULL,
        times: whole('How many equal refusals within a minute it stands for.', 1),
        previewHash: TEXT_OR_NULL,
        operationId: TEXT_OR_NULL,
        before: SIDE,
        after: SIDE,
      },
    },
  ),
};

const ALERT_EVENT: Schema = {
  title: 'Alert',
  description: 'What people should know, on a route of type `events`; a webhook gets its `data`.',
  ...packetOf(
    { type: 'string', pattern: '^alert\\.[a-z]+$' },
    {
      type: 'object',
      required: ['type', 'timestamp', 'data'],
      properties: {
        type: { type: 'string', pattern: '^alert\\.[a-z]+$' },
        timestamp: instant('When it was told.'),
        data: {
          type: 'object',
          required: ['key', 'kind', 'title', 'text', 'count', 'total', 'since', 'act'],
          properties: {
            key: text('What is wrong with what.'),
            kind: text('Of which kind it is.'),
            title: text('In one line.'),
            since: instant('Since when.'),
          },
        },
      },
    },
  ),
};

const DOMAIN_EVENT: Schema = {
  title: 'Event of a service, or of a step',
  description: 'Something that happened: `order.placed`. A NestJS event packet.',
  type: 'object',
  required: ['pattern', 'data', 'id'],
  properties: {
    pattern: text('The event’s name: the routing key.', { maxLength: 200 }),
    data: any('What happened.'),
    id: text('The message id: the same when it comes again.'),
  },
};

const FOREIGN_EVENT: Schema = {
  title: 'Event of a service without the library',
  description:
    'A NestJS event packet whose `pattern` is the routing key, or the data alone: any JSON. An ' +
    'event of which a definition wants more than is there is a dead message, `TRIGGER_FAILED`.',
};

const HEADERS: Schema = {
  title: 'Headers of an event',
  description: 'A service that publishes an event because of a saga’s should pass them on.',
  type: 'object',
  properties: {
    ...TRACE_HEADERS,
    [WIRE_FORM.generationHeader]: whole(
      'How many sagas started each other by their events before this one. Left out: none.',
    ),
    [WIRE_FORM.originHeader]: matching(
      WIRE_FORM.sagaId,
      'The first of all sagas that go back to one start: its family’s budget counts what comes.',
    ),
  },
};

const PROPERTIES: Schema = {
  title: 'AMQP properties of an event of the conductor or of an event outbox',
  description: 'Without a `messageId`, two events with the same name and body are one.',
  type: 'object',
  required: ['messageId', 'type', 'appId', 'timestamp'],
  properties: {
    messageId: text('The same when it comes again.'),
    contentType: { const: 'application/json' },
    deliveryMode: { const: 2 },
    type: text('The event’s name.'),
    appId: text('`conductor`, or the service’s name.'),
    timestamp: whole('In seconds since the epoch.'),
  },
};

const FOREIGN_PROPERTIES: Schema = {
  title: 'AMQP properties of an event of a service without the library',
  description: 'None is needed. Without a `messageId`, two with the same name and body are one.',
  type: 'object',
  properties: { messageId: { type: 'string' }, timestamp: { type: 'integer' } },
};

export const EVENT_SCHEMAS: Readonly<Record<string, Schema>> = {
  LifeCycleEvent: LIFE_CYCLE_EVENT,
  AuditEvent: AUDIT_EVENT,
  AlertEvent: ALERT_EVENT,
  DomainEvent: DOMAIN_EVENT,
  ForeignEvent: FOREIGN_EVENT,
  EventHeaders: HEADERS,
  EventProperties: PROPERTIES,
  ForeignEventProperties: FOREIGN_PROPERTIES,
};
