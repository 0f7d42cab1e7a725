import { DEFINITION_NAME_FORM, isDefinitionName } from './definition-name.js';
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
    }
  | {
      readonly does: 'saga';
      readonly definition: string | null;
      /** null: the latest one when the child is started. */
      readonly version: number | null;
    };

/** Exactly one of them says what a step does. */
export const ACTIONS = ['command', 'wait', 'delay', 'saga'] as const;
/** Fields that mean something only where a command is sent. */
export const COMMAND_FIELDS = ['input', 'compensation', 'timeout', 'retry', ...LOOPS];

/** Of a child saga: how long it takes, and how it is undone, its own definition says. */
const NOT_OF_A_CHILD = ['compensation', 'timeout', 'retry'];
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
      refuseFields(fields, COMMAND_FIELDS, `means nothing beside "wait": no command is sent`);
      return readWait(fields);
    case 'delay':
      refuseFields(fields, COMMAND_FIELDS, `means nothing beside "delay": no command is sent`);
      return readDelay(fields);
    case 'saga':
      refuseFields(fields, NOT_OF_A_CHILD, "is for the child saga's own definition to say");
      return readChild(fields);
    case 'command':
      return { does: 'command', command: readCommand(fields) };
    default:
      fields.require('command');
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

function refuseFields(fields: Fields, names: readonly string[], message: string): void {
  for (const name of names) {
    if (fields.has(name)) fields.report(name, 'command-only', message);
  }
}

function readChild(step: Fields): ActionDocument {
  const fields = step.object('saga');
  fields?.refuseOthers(['definition', 'version']);
  const version = fields?.number('version', { min: 1, max: 1_000_000, isInteger: true }) ?? null;
  const isGiven = fields?.require('definition') ?? false;
  const definition = (isGiven && fields?.text('definition')) || null;
  if (definition === null || isDefinitionName(definition)) {
    return { does: 'saga', definition, version };
  }
  fields?.report('definition', 'definition-name', DEFINITION_NAME_FORM);
  return { does: 'saga', definition: null, version };
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
