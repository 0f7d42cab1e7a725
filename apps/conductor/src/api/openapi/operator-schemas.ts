import {
  arrayOf,
  instant,
  integer,
  mapOf,
  nullable,
  object,
  page,
  ref,
  text,
  withOptional,
  type Schema,
} from './schema-parts.js';

const string = { type: 'string' } satisfies Schema;
const number = { type: 'number' } satisfies Schema;
const uuid = { type: 'string', format: 'uuid' } satisfies Schema;
const statusAndVersion = object({ status: string, version: integer });

const lockTicket = object({
  sagaId: uuid,
  definition: string,
  sagaKey: nullable(string),
  status: string,
  since: instant,
});

const participant = object({
  participant: string,
  queue: string,
  queueExists: nullable({
    type: 'boolean',
    description: 'null: the broker cannot be asked now; so are consumers and ready.',
  }),
  consumers: nullable(integer),
  ready: nullable({ ...integer, description: 'Commands that wait.' }),
  lastSeenAt: nullable({
    ...instant,
    description: 'When its description last came; null: it never described itself.',
  }),
  commands: nullable(
    arrayOf(
      object({
        command: string,
        hasInputSchema: { type: 'boolean' },
        hasOutputSchema: { type: 'boolean' },
      }),
    ),
  ),
});

export const OPERATOR_SCHEMAS = {
  Lock: object({
    key: string,
    holder: lockTicket,
    waiters: arrayOf(lockTicket),
    waiterCount: integer,
  }),
  LockPage: page('Lock'),
  Participant: {
    ...participant,
    properties: {
      ...participant.properties,
      undelivered: text('Why commands do not reach its queue; left out: they do.'),
    },
  },
  ParticipantPage: page('Participant'),
  Rate: object({ last5Min: integer, lastHour: integer }),
  Overview: object({
    countedAt: instant,
    byStatus: mapOf(integer),
    byDefinition: mapOf(mapOf(integer)),
    rates: object({
      started: ref('Rate'),
      completed: ref('Rate'),
      compensated: ref('Rate'),
      stuck: ref('Rate'),
    }),
    oldestOpenSaga: nullable(
      object({ id: uuid, status: string, definition: string, createdAt: instant }),
    ),
    stuckGroups: arrayOf(ref('FailureGroup')),
    pipelineQueue: integer,
    backlog: object({
      outbox: integer,
      oldestOutboxAgeMs: nullable(number),
      timersDue: integer,
      oldestTimerLagMs: nullable(number),
      deadMessages: integer,
      stuckSagas: integer,
    }),
    broker: object({
      status: { type: 'string', enum: ['connected', 'blocked', 'disconnected'] },
      refusals: arrayOf(text('What the broker does not let the conductor’s account do.')),
    }),
    database: object({ status: string, commitMs: number }),
  }),
  FailureGroup: object({
    definition: string,
    step: string,
    direction: { type: 'string', enum: ['execute', 'compensate', 'inquire'] },
    state: { type: 'string', enum: ['stuck', 'retrying'] },
    fingerprint: text('The same for errors that differ in ids and numbers only.'),
    error: ref('SagaError'),
    count: integer,
    oldestAt: instant,
    sampleSagaIds: arrayOf(uuid),
  }),
  Failures: object({
    groups: arrayOf(ref('FailureGroup')),
    truncated: { type: 'boolean' },
    undelivered: arrayOf(ref('Undelivered')),
  }),
  Undelivered: object({
    participant: nullable({ ...string, description: 'Who does not get them; null: events.' }),
    reason: text('`UNROUTABLE`, or a code and what the broker said.'),
    messages: { ...integer, description: 'Of the 1,000 oldest.' },
    oldestAt: instant,
  }),
  AdminSaga: object({
    id: uuid,
    status: string,
    paused: { type: 'boolean' },
    direction: { type: 'string', enum: ['forward', 'backward'] },
    version: integer,
    definition: ref('DefinitionRef'),
    key: nullable(string),
    startedAt: instant,
    updatedAt: instant,
    endedAt: nullable(instant),
    lastError: nullable(ref('SagaError')),
    activeSteps: arrayOf(
      object({
        name: string,
        status: string,
        attempts: integer,
        error: nullable(ref('SagaError')),
        nextAction: nullable(ref('NextAction')),
      }),
    ),
    activeStepCount: integer,
    attempts: integer,
    unchangedForMs: integer,
    nextTimer: nullable(ref('NextAction')),
  }),
  AdminSagaPage: page('AdminSaga'),
  AuditRecord: withOptional(
    object({
      id: uuid,
      at: instant,
      actor: string,
      action: string,
      sagaId: { ...nullable(uuid), description: 'null: it is about a definition.' },
      reason: string,
      request: {},
      before: { ...nullable(statusAndVersion), description: 'null: there was none.' },
      after: statusAndVersion,
    }),
    { definition: text('Posted or retired. Left out: it is about a saga.') },
  ),
  AuditPage: page('AuditRecord'),
  DeadMessage: object({
    id: uuid,
    source: string,
    reason: text('Stable, for machines.'),
    detail: text('For people.'),
    sagaId: nullable(uuid),
    bodyText: text('The first 4 KiB of the body; no more of it was kept.'),
    bodyBytes: { ...integer, description: 'Of the whole body.' },
    bodySha256: text('Of the whole body, in hexadecimal.'),
    isBodyTruncated: { type: 'boolean', description: '`bodyText` is not all of it.' },
    properties: { description: 'Of headers that are long only the names.' },
    createdAt: instant,
    resolvedAt: nullable(instant),
    resolution: nullable(string),
  }),
  DeadMessagePage: page('DeadMessage'),
};
