import type { OperatorAction, SagaEvent } from '#engine';
import type { RecordedInput } from '#queries';
import { membersOf } from './fields.js';
import { EVENT_MEANINGS } from './history-meanings.js';
import { arrayOf, instant, integer, uuid, type Schema } from './schema-parts.js';
import {
  nullable,
  objectOf,
  optional,
  referenceTo,
  taggedUnion,
  type UnionTable,
} from './tagged-union.js';
import { DIRECTIONS } from './engine-enums.js';

/* What a saga's history consists of, as OpenAPI schemas: inputs, events and operators' actions. */

type EventOf<Type extends SagaEvent['type']> = Extract<SagaEvent, { readonly type: Type }>;
type Started = EventOf<'saga-started'>;
type Parent = NonNullable<Started['parent']>;
type Origin = NonNullable<Started['origin']>;
type Trace = NonNullable<Started['trace']>;
type Abort = EventOf<'abort-decided'>['abort'];
type Inquiry = EventOf<'inquiry-opened'>['inquiry'];

const string: Schema = { type: 'string' };
const step: Schema = { type: 'string', description: 'The name of a step or of an iteration.' };
const yes: Schema = { type: 'boolean', enum: [true] };
const json = referenceTo('Json');
const error = referenceTo('SagaError');
const strings = arrayOf(string);

function oneOf<Member extends string>(members: Readonly<Record<Member, true>>): Schema {
  return { type: 'string', enum: membersOf(members) };
}

const direction: Schema = { type: 'string', enum: DIRECTIONS };
const asked = objectOf<Parent['asked']>({ direction, attempt: integer });

const parent = objectOf<Parent>({
  sagaId: uuid,
  root: uuid,
  step,
  iteration: integer,
  depth: integer,
  keepsMax: optional(integer),
  asked,
});

const origin = objectOf<Origin>({ root: uuid, keepsMax: optional(integer) });
const trace = objectOf<Trace>({ traceparent: string, tracestate: optional(string) });

const probed = objectOf<NonNullable<EventOf<'commands-resent'>['probe']>>({ pause: uuid, step });

const abort = objectOf<Abort>({
  reason: oneOf<Abort['reason']>({
    refused: true,
    failed: true,
    deadline: true,
    cancelled: true,
    compensate: true,
    rewind: true,
    parent: true,
  }),
  step: nullable(step),
  toStep: nullable(step),
  error: nullable(error),
});

const itemError = objectOf<NonNullable<EventOf<'step-succeeded'>['errors']>[number]>({
  index: integer,
  code: string,
  message: string,
});

const inquiry = objectOf<Inquiry>({
  because: oneOf<Inquiry['because']>({
    'attempts-used-up': true,
    'maybe-forwarded': true,
    deadline: true,
    cancelled: true,
    compensate: true,
    parent: true,
    'edited-input': true,
  }),
  editedData: optional(json),
});

const postponedBecause = oneOf<EventOf<'timeout-postponed'>['because']>({
  unsent: true,
  'sent-late': true,
  lost: true,
  outage: true,
  child: true,
});

const succeededBy = oneOf<EventOf<'step-succeeded'>['by']>({
  reply: true,
  inquiry: true,
  operator: true,
  timer: true,
  iterations: true,
  end: true,
});

const undoOrExecute = oneOf<'execute' | 'compensate'>({ execute: true, compensate: true });
const compensatedResult = oneOf<EventOf<'step-compensated'>['result']>({
  undone: true,
  'nothing-to-undo': true,
  'nothing-to-do': true,
  settled: true,
});

const lockRequest = objectOf<EventOf<'locks-requested'>['locks'][number]>({
  key: string,
  onBusy: oneOf({ wait: true, reject: true }),
  dueAt: instant,
});

const awaitedEvent = objectOf<NonNullable<EventOf<'wait-opened'>['event']>>({
  name: string,
  key: string,
  since: instant,
});

const openedIteration = objectOf<EventOf<'iterations-opened'>['items'][number]>({
  item: json,
  data: json,
});

const movedLock = objectOf<EventOf<'clocks-moved'>['locks'][number]>({
  key: string,
  dueAt: instant,
});
const movedWait = objectOf<EventOf<'clocks-moved'>['waits'][number]>({ step, dueAt: instant });

const EVENTS: UnionTable<SagaEvent, 'type'> = {
  'saga-started': {
    sagaId: uuid,
    definition: referenceTo('DefinitionRef'),
    key: nullable(string),
    input: json,
    steps: strings,
    deadlineAt: nullable(instant),
    parent: optional(parent),
    generation: optional(integer),
    origin: optional(origin),
    trace: optional(trace),
  },
  'locks-requested': { locks: arrayOf(lockRequest), checkAt: instant },
  'locks-acquired': { keys: strings, tickets: optional(arrayOf(integer)) },
  'locks-awaited': { checkAt: instant },
  'lock-wait-extended': { key: string, dueAt: instant },
  'lock-released': { key: string },
  'parent-asked': { asked },
  'saga-reopened': {},
  'step-skipped': { step },
  'wait-opened': {
    step,
    signal: nullable(string),
    event: optional(awaitedEvent),
    dueAt: instant,
  },
  'wait-closed': { step },
  'signal-received': { name: string, id: string, payload: json, misfits: optional(strings) },
  'command-issued': {
    step,
    iteration: integer,
    direction,
    attempt: integer,
    attemptsLeft: integer,
    command: string,
    data: optional(json),
    dueAt: instant,
    forwarded: optional(yes),
    firstIssuedAt: optional(instant),
    probe: optional(uuid),
  },
  'attempt-failed': {
    step,
    direction,
    attempt: integer,
    outcome: oneOf<EventOf<'attempt-failed'>['outcome']>({ errored: true, unknown: true }),
    error,
  },
  'retry-scheduled': { step, direction, dueAt: instant },
  'timeout-postponed': { step, dueAt: instant, because: postponedBecause },
  'command-held': {
    step,
    direction,
    attemptsLeft: integer,
    data: optional(json),
    dueAt: instant,
  },
  'step-held': { step, direction: undoOrExecute },
  'step-released': { step, direction: undoOrExecute },
  'retry-held': { step },
  'inquiry-opened': { step, inquiry },
  'step-succeeded': { step, output: json, by: succeededBy, errors: optional(arrayOf(itemError)) },
  'signal-superseded': { id: string, by: step },
  'signal-taken': { step, id: string },
  'event-taken': { step, id: string, data: json },
  'event-published': {
    step,
    iteration: integer,
    direction: undoOrExecute,
    event: string,
    data: json,
  },
  'step-refused': { step, error },
  'step-failed': { step, error },
  'catch-begun': { step, error },
  'step-caught': { step, error, isUndone: { type: 'boolean' } },
  'step-compensated': { step, result: compensatedResult },
  'step-stuck': { step, direction, error },
  'iteration-opened': { step, iteration: integer },
  'iterations-opened': { step, iteration: integer, items: arrayOf(openedIteration) },
  'iterations-dropped': { step },
  'deadline-passed': {},
  'deadline-lifted': {},
  'abort-decided': { abort },
  'forward-resumed': {},
  'operator-acted': {
    action: referenceTo('OperatorAction'),
    ...{ actor: string, reason: string, confirmedBy: optional(string) },
  },
  'definition-migrated': {
    from: integer,
    to: integer,
    steps: strings,
    deadlineAt: nullable(instant),
  },
  'commands-resent': { messageIds: strings, probe: optional(probed) },
  'saga-paused': { by: string, reason: string },
  'pause-ended': {},
  'clocks-moved': {
    deadlineAt: optional(instant),
    locks: arrayOf(movedLock),
    waits: arrayOf(movedWait),
  },
  'saga-stuck': { error },
  'saga-stuck-on': { error },
  'saga-resumed': {},
  'saga-completed': { output: json, error: nullable(error), endedBy: optional(step) },
  'saga-compensated': {},
  'saga-abandoned': { reason: string },
};

const ACTIONS: UnionTable<OperatorAction, 'name'> = {
  retry: { step: optional(step), input: optional(json) },
  skip: { step, output: optional(json) },
  compensate: { toStep: optional(step) },
  cancel: {},
  settle: { step, result: oneOf({ succeeded: true, undone: true }) },
  'release-lock': { key: string },
  pause: {},
  resume: {},
  abandon: {},
  migrate: { toVersion: integer },
};

type Outcome = Extract<RecordedInput, { readonly type: 'reply' }>['outcome'];
const outcome = oneOf<Outcome>({ succeeded: true, refused: true, errored: true });

const INPUTS: UnionTable<RecordedInput, 'type'> = {
  start: {},
  timer: {},
  resend: {},
  sent: { messageId: string },
  reply: {
    step,
    iteration: integer,
    direction,
    attempt: integer,
    outcome,
    tookMs: optional(integer),
  },
  signal: { name: string, id: string },
  parent: { direction, attempt: integer },
  operator: { action: { type: 'string', enum: Object.keys(ACTIONS) } },
};

/** All types of events. */
export const EVENT_KINDS = Object.keys(EVENTS);

/** By the names under which the views refer to them. */
export const HISTORY_SCHEMAS: Readonly<Record<string, Schema>> = {
  ...taggedUnion<SagaEvent, 'type'>(
    { name: 'SagaEvent', tag: 'type', suffix: 'Event', meanings: EVENT_MEANINGS },
    EVENTS,
  ),
  ...taggedUnion<OperatorAction, 'name'>(
    { name: 'OperatorAction', tag: 'name', suffix: 'Action' },
    ACTIONS,
  ),
  ...taggedUnion<RecordedInput, 'type'>(
    { name: 'RecordedInput', tag: 'type', suffix: 'Input' },
    INPUTS,
  ),
};
