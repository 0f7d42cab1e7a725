import type { Fields } from './fields.js';
import { LOOPS } from './step-loop.js';

/** What a step does; what is wrong was reported, and is null. */
export type ActionDocument =
  | { readonly does: 'command'; readonly command: string | null }
  | {
      readonly does: 'wait';
      readonly signal: string | null;
      /** null: left out. */
      readonly timeoutMs: number | null;
      readonly onTimeout: 'fail' | 'continue';
    }
  | {
      readonly does: 'delay';
      /** A time in ms, or a template that gives an instant. */
      readonly delay: number | string | null;
    };

/** Exactly one of them says what a step does. */
export const ACTIONS = ['command', 'wait', 'delay'] as const;
/** Fields that mean something only where a command is sent. */
export const COMMAND_FIELDS = ['input', 'compensation', 'timeout', 'retry', ...LOOPS];

const NOT_YET = ['saga'];
const SIGNAL = /^[a-z][A-Za-z0-9-]{0,62}$/;

/** Also the type property of the command's message, which AMQP limits to 255 bytes. */
const COMMAND_CHARS_MAX = 200;
const COMMAND = /^[a-z][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62}){1,4}$/;

export const COMMAND_FORM =
  'must be "<participant>.<command>" in lower case, digits and hyphens, like "payment.authorize"';

export function readAction(fields: Fields): ActionDocument | null {
  const [first, ...others] = ACTIONS.filter((name) => fields.has(name));
  for (const other of others) {
    fields.report(other, 'one-action', `the step has a "${first}" already: it does one thing`);
  }
  switch (first) {
    case 'wait':
      refuseCommandFields(fields, first);
      return readWait(fields);
    case 'delay':
      refuseCommandFields(fields, first);
      return readDelay(fields);
    case 'command':
      return { does: 'command', command: readCommand(fields) };
    default:
      // what is not supported yet was refused for that
      if (!NOT_YET.some((name) => fields.has(name))) fields.require('command');
      return null;
  }
}

/** First segment of a command. */
export function participantOf(command: string): string {
  return command.slice(0, command.indexOf('.'));
}

export function readCommand(fields: Fields): string | null {
  if (!fields.require('command')) return null;
  const command = fields.text('command');
  if (command === undefined || isCommand(command)) return command ?? null;
  fields.report('command', 'command-name', COMMAND_FORM);
  return null;
}

export function isCommand(text: string): boolean {
  return text.length <= COMMAND_CHARS_MAX && COMMAND.test(text);
}

function refuseCommandFields(fields: Fields, action: string): void {
  for (const name of COMMAND_FIELDS) {
    if (!fields.has(name)) continue;
    fields.report(name, 'command-only', `means nothing beside "${action}": no command is sent`);
  }
}

function readWait(step: Fields): ActionDocument {
  const fields = step.object('wait');
  if (fields === undefined) {
    return { does: 'wait', signal: null, timeoutMs: null, onTimeout: 'fail' };
  }
  fields.refuseOthers(['signal', 'timeout', 'onTimeout']);
  const onTimeout = fields.choice('onTimeout', ['fail', 'continue']);
  if (onTimeout !== undefined && !fields.has('timeout')) {
    fields.report('onTimeout', 'timeout-required', 'says what happens after a timeout: name one');
  }
  return {
    does: 'wait',
    signal: readSignal(fields),
    timeoutMs: fields.duration('timeout') ?? null,
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

function readDelay(step: Fields): ActionDocument {
  const text = step.text('delay');
  if (text === undefined) return { does: 'delay', delay: null };
  if (text.includes('${')) return { does: 'delay', delay: text };
  return { does: 'delay', delay: step.duration('delay') ?? null };
}
