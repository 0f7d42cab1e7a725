import { countCodePoints, type JsonValue } from '#protocol';
import { choice, jsonSchema, object, period, place, text } from '../language/field.js';
import { camelCase, writeInstead } from '../advice/names.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';
import { SIGNAL } from './names.js';
import { COMMAND_FIELDS } from './command-fields.js';
import {
  EVENT_PARTS,
  EVENT_WAIT_FIELDS,
  readEventWait,
  type EventWaitDocument,
} from './event-wait.js';

export interface WaitDocument {
  readonly type: 'wait';
  /** null: it waits for an event, or what it waits for is wrong. */
  readonly signal: string | null;
  /** null: it waits for a signal. */
  readonly awaited: EventWaitDocument | null;
  /** A time in ms, or a template that gives a duration or an instant; null: left out. */
  readonly timeout: number | string | null;
  readonly onTimeout: 'fail' | 'continue';
  /** Its author wrote that, and did not leave it to the default. */
  readonly saysOnTimeout: boolean;
  /** Not checked yet; undefined: anything is allowed. */
  readonly payloadSchema: JsonValue | undefined;
  readonly title: string | null;
}

/** In code points. */
const TITLE_CHARS_MAX = 200;

/** Fields that mean nothing without a signal. */
const SIGNAL_PARTS = ['payloadSchema', 'title'] as const;

const WAIT = place(
  {
    signal: text('The signal whose payload becomes the output of the step.', {
      pattern: SIGNAL,
      example: 'approval',
    }),
    ...EVENT_WAIT_FIELDS,
    timeout: period(
      'The longest wait: a duration, or an expression that gives a duration or an instant. ' +
        'Left out: 365 days.',
      { example: '24h' },
    ),
    onTimeout: choice(
      ['fail', 'continue'],
      'What becomes of the saga after the timeout: it goes back, or goes on with the output null.',
      { default: 'fail' },
    ),
    payloadSchema: jsonSchema('What the payload must be. Left out, or true: anything.'),
    title: text('What people are asked, for a form.', { charsMax: TITLE_CHARS_MAX }),
  },
  [
    {
      dependentRequired: {
        onTimeout: ['timeout'],
        event: ['key', 'eventKey'],
        ...Object.fromEntries(EVENT_PARTS.map((field) => [field, ['event']])),
        ...Object.fromEntries(SIGNAL_PARTS.map((field) => [field, ['signal']])),
      },
      oneOf: [{ required: ['signal'] }, { required: ['event'] }],
    },
  ],
);

export const wait: ActionReader<'wait', WaitDocument> = {
  field: object(
    WAIT,
    'Waits for a signal, which a person or another system gives, or for an event of a service.',
  ),
  excludes: { fields: COMMAND_FIELDS, because: 'cannot be used beside "wait": no command is sent' },
  read: readWait,
  // without a timeout of its own it is left out: how long people take is not ours to say
  longestMs: ({ timeout }) => (typeof timeout === 'number' ? timeout : 0),
};

const NOTHING: WaitDocument = {
  type: 'wait',
  signal: null,
  awaited: null,
  timeout: null,
  onTimeout: 'fail',
  saysOnTimeout: false,
  payloadSchema: undefined,
  title: null,
};

function readWait(step: Fields): WaitDocument {
  const fields = step.object('wait');
  if (fields === undefined) return NOTHING;
  const isForEvent = fields.has('event');
  fields.refuseOthers(WAIT);
  checkWhatFor(fields, isForEvent);
  const onTimeout = fields.choice('onTimeout', WAIT.fields.onTimeout.choices);
  if (onTimeout !== undefined && !fields.has('timeout')) {
    fields.report(
      'onTimeout',
      'timeout-required',
      'says what happens after a timeout: set "timeout" too',
    );
  }
  return {
    ...NOTHING,
    ...(isForEvent ? { awaited: readEventWait(fields) } : { signal: readSignal(fields) }),
    timeout: fields.period('timeout') ?? null,
    onTimeout: onTimeout ?? 'fail',
    saysOnTimeout: fields.has('onTimeout'),
    payloadSchema: fields.get('payloadSchema'),
    title: readTitle(fields),
  };
}

function readTitle(fields: Fields): string | null {
  const title = fields.text('title');
  if (title === undefined || countCodePoints(title) <= TITLE_CHARS_MAX) return title ?? null;
  fields.report('title', 'title-length', `has at most ${TITLE_CHARS_MAX} characters`);
  return null;
}

function checkWhatFor(fields: Fields, isForEvent: boolean): void {
  if (isForEvent && fields.has('signal')) {
    fields.report('signal', 'one-wait', 'a step waits for a signal or for an event, not for both');
  }
  const misplaced = isForEvent ? SIGNAL_PARTS : EVENT_PARTS;
  for (const name of misplaced.filter((field) => fields.has(field))) {
    if (isForEvent) fields.report(name, 'signal-required', 'is of use for a signal only');
    else fields.report(name, 'event-required', 'says which event is waited for: set "event" too');
  }
}

function readSignal(fields: Fields): string | null {
  if (!fields.require('signal')) return null;
  const signal = fields.text('signal');
  if (signal === undefined || SIGNAL.test(signal)) return signal ?? null;
  const cure = writeInstead(camelCase(signal), SIGNAL, 'approval');
  fields.report('signal', 'signal-name', `must match ${SIGNAL.source}${cure}`);
  return null;
}
