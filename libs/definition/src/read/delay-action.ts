import { period } from '../language/field.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';

export interface DelayDocument {
  readonly type: 'delay';
  /** A time in ms, or a template that gives a duration or an instant. */
  readonly delay: number | string | null;
}

export const delay: ActionReader<'delay', DelayDocument> = {
  field: period(
    'Lets time pass: a duration, or an expression that gives a duration or an instant.',
    { example: '15m' },
  ),
  excludes: {
    fields: ['catch', ...COMMAND_FIELDS],
    because: 'cannot be used beside "delay": no command is sent',
  },
  read: readDelay,
  longestMs: (document) => (typeof document.delay === 'number' ? document.delay : 0),
};

function readDelay(step: Fields): DelayDocument {
  return { type: 'delay', delay: step.period('delay') ?? null };
}
