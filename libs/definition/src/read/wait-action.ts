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

export const wait: ActionReader<'wait', WaitDocument> = {
  excludes: { fields: COMMAND_FIELDS, because: 'cannot be used beside "wait": no command is sent' },
  read: readWait,
  // without a timeout of its own it is left out: how long people take is not ours to say
  longestMs: ({ timeout }) => (typeof timeout === 'number' ? timeout : 0),
};

const SIGNAL = /^[a-z][A-Za-z0-9-]{0,62}$/;

function readWait(step: Fields): WaitDocument {
  const fields = step.object('wait');
  if (fields === undefined) {
    return { does: 'wait', signal: null, timeout: null, onTimeout: 'fail' };
  }
  fields.refuseOthers(['signal', 'timeout', 'onTimeout']);
  const onTimeout = fields.choice('onTimeout', ['fail', 'continue']);
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
