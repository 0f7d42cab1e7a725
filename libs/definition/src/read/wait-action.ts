import { choice, object, period, place, required, text } from '../language/field.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';

export interface WaitDocument {
  readonly does: 'wait';
  readonly signal: string | null;
  /** A time in ms, or a template that gives a duration or an instant; null: left out. */
  readonly timeout: number | string | null;
  readonly onTimeout: 'fail' | 'continue';
}

const SIGNAL = /^[a-z][A-Za-z0-9-]{0,62}$/;

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

function readWait(step: Fields): WaitDocument {
  const fields = step.object('wait');
  if (fields === undefined) {
    return { does: 'wait', signal: null, timeout: null, onTimeout: 'fail' };
  }
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
  };
}

function readSignal(fields: Fields): string | null {
  if (!fields.require('signal')) return null;
  const signal = fields.text('signal');
  if (signal === undefined || SIGNAL.test(signal)) return signal ?? null;
  fields.report('signal', 'signal-name', `must match ${SIGNAL.source}`);
  return null;
}
