import { longestExchangeMs } from '../model/backoff.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';

export interface CommandDocument {
  readonly does: 'command';
  readonly command: string | null;
}

export const command: ActionReader<'command', CommandDocument> = {
  excludes: null,
  read: (step) => ({ does: 'command', command: readCommand(step) }),
  longestMs: (_document, exchange) => longestExchangeMs(exchange),
};

/** Also the type property of the command's message, which AMQP limits to 255 bytes. */
const COMMAND_CHARS_MAX = 200;
const COMMAND = /^[a-z][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62}){1,4}$/;

export const COMMAND_FORM =
  'must be "<participant>.<command>" in lower case, digits and hyphens, like "payment.authorize"';

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
