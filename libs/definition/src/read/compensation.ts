import { type JsonValue, isMessageName, isObject, MESSAGE_NAME } from '#protocol';
import { writeForm } from '../advice/forms.js';
import { either, mapping, object, place, text } from '../language/field.js';
import type { RetryPolicy } from '../model/saga-definition.js';
import { COMMAND_FIELD, explainCommand, readCommand } from './command-action.js';
import type { Fields } from './fields.js';
import { PUBLISHED, type PublishedDocument, readPublished } from './published.js';
import {
  mergeRetry,
  readRetry,
  reportRetry,
  RETRY_DEFAULTS,
  SENDING_FIELDS,
  TIMEOUT_MS_DEFAULT,
} from './retry-policy.js';

export interface CompensationDocument {
  /** Where its command stands. */
  readonly path: string;
  readonly command: string | null;
  /** undefined: the step's own data is sent again. */
  readonly input: JsonValue | undefined;
  readonly inputPath: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

export interface SendingDefaults {
  readonly timeoutMs: number | undefined;
  readonly retry: Partial<RetryPolicy>;
}

/** The event that takes another one back. */
export interface UndoEventDocument extends PublishedDocument {
  /** JSON Pointer to the object with its fields. */
  readonly path: string;
}

const COMMAND_FORMS = {
  command: COMMAND_FIELD,
  input: mapping("What it is sent. Left out: the step's own data again."),
  ...SENDING_FIELDS,
};

const COMPENSATION = place(
  {
    ...COMMAND_FORMS,
    publish: object(PUBLISHED, 'Of a step that publishes: the event that takes its event back.'),
  },
  [
    { oneOf: [{ required: ['command'] }, { required: ['publish'] }] },
    {
      dependentSchemas: {
        publish: {
          properties: Object.fromEntries(Object.keys(COMMAND_FORMS).map((name) => [name, false])),
        },
      },
    },
  ],
);

export const COMPENSATION_FIELD = either(
  [
    text('A command of the same participant, or "none": there is nothing to undo.', {
      pattern: new RegExp(`^none$|${MESSAGE_NAME.source}`),
      example: 'payment.void',
    }),
    object(COMPENSATION, 'A command with an input, a timeout or a retry of its own; or an event.'),
  ],
  'How the step is undone. A compensatable command needs one.',
);

/** null: left out, wrong, or an event. */
export function readCompensation(
  step: Fields,
  defaults: SendingDefaults,
): CompensationDocument | 'none' | null {
  const value = step.get('compensation');
  if (value === undefined || value === 'none') return value ?? null;
  const path = step.pathOf('compensation');
  if (typeof value === 'string') {
    if (!isMessageName(value)) step.report('compensation', 'command-name', explainCommand(value));
    const command = isMessageName(value) ? value : null;
    const { timeoutMs, retry } = compensationSending(null, defaults);
    return { path, command, input: undefined, inputPath: path, timeoutMs, retry };
  }
  if (!isObject(value)) {
    const form = `must be a command, an object, or "none"${writeForm('compensation', value)}`;
    step.report('compensation', 'type', form);
    return null;
  }
  const fields = step.object('compensation');
  if (fields === undefined) return null;
  fields.refuseOthers(COMPENSATION);
  if (fields.has('publish')) return null;
  return {
    path: fields.pathOf('command'),
    command: readCommand(fields),
    input: fields.get('input'),
    inputPath: fields.pathOf('input'),
    ...compensationSending(fields, defaults),
  };
}

function compensationSending(fields: Fields | null, defaults: SendingDefaults) {
  const own = fields === null ? {} : readRetry(fields);
  const layers = [defaults.retry, own];
  return {
    timeoutMs: fields?.duration('timeout') ?? defaults.timeoutMs ?? TIMEOUT_MS_DEFAULT,
    retry: mergeRetry(RETRY_DEFAULTS.compensation, layers, reportRetry(fields)),
  };
}

/** null: it is none, or wrong. */
export function readUndoEvent(step: Fields): UndoEventDocument | null {
  const value = step.get('compensation');
  if (value === undefined || !isObject(value) || !('publish' in value)) return null;
  const fields = step.object('compensation');
  for (const name of Object.keys(COMMAND_FORMS)) {
    if (!fields?.has(name)) continue;
    const message = 'belongs to a command, and this is undone by an event: leave one of both out';
    fields.report(name, 'publish-compensation', message);
  }
  const event = fields?.object('publish');
  return event === undefined ? null : { path: event.path, ...readPublished(event) };
}
