import { countCodePoints, type JsonValue } from '#protocol';
import { choice, jsonSchema, object, period, place, required, text } from '../language/field.js';
import { camelCase, writeInstead } from '../advice/names.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';
import { SIGNAL } from './names.js';
import { COMMAND_FIELDS } from './command-fields.js';

export interface WaitDocument {
  readonly does: 'wait';
  readonly signal: string | null;
  /** A time in ms, or a template that gives a duration or an instant; null: left out. */
  readonly timeout: number | string | null;
  readonly onTimeout: 'fail' | 'continue';
  /** Not checked yet; undefined: anything is allowed. */
  readonly payloadSchema: JsonValue | undefined;
  readonly title: string | null;
}

/** In code points. */
const TITLE_CHARS_MAX = 200;

const WAIT = place(
  {
    signal: required(
      text('The signal whose payload becomes the output of the step.', {
        pattern: SIGNAL,
        example: 'approval',
      }),
    ),
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
  [{ dependentRequired: { onTimeout: ['timeout'] } }],
);

export const wait: ActionReader<'wait', WaitDocument> = {
  field: object(WAIT, 'Waits for a signal, which a person or another system gives the saga.'),
  excludes: { fields: COMMAND_FIELDS, because: 'cannot be used beside "wait": no command is sent' },
  read: readWait,
  // without a timeout of its own it is left out: how long people take is not ours to say
  longestMs: ({ timeout }) => (typeof timeout === 'number' ? timeout : 0),
};

const NOTHING: WaitDocument = {
  does: 'wait',
  signal: null,
  timeout: null,
  onTimeout: 'fail',
  payloadSchema: undefined,
  title: null,
};

function readWait(step: Fields): WaitDocument {
  const fields = step.object('wait');
  if (fields === undefined) return NOTHING;
  fields.refuseOthers(WAIT);
  const onTimeout = fields.choice('onTimeout', WAIT.fields.onTimeout.choices);
  if (onTimeout !== undefined && !fields.has('timeout')) {
    fields.report(
      'onTimeout',
      'timeout-required',
      'says what happens after a timeout: set "timeout" too',
    );
  }
  return {
    does: 'wait',
    signal: readSignal(fields),
    timeout: fields.period('timeout') ?? null,
    onTimeout: onTimeout ?? 'fail',
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

function readSignal(fields: Fields): string | null {
  if (!fields.require('signal')) return null;
  const signal = fields.text('signal');
  if (signal === undefined || SIGNAL.test(signal)) return signal ?? null;
  const cure = writeInstead(camelCase(signal), SIGNAL, 'approval');
  fields.report('signal', 'signal-name', `must match ${SIGNAL.source}${cure}`);
  return null;
}
