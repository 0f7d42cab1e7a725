import { isMessageName, MESSAGE_NAME } from '#protocol';
import { text } from '../language/field.js';
import { longestExchangeMs } from '../model/backoff.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';

export interface CommandDocument {
  readonly does: 'command';
  readonly command: string | null;
}

export const COMMAND_FIELD = text(
  'The command that is sent: "<participant>.<command>", in lower case, digits and hyphens.',
  { pattern: MESSAGE_NAME, example: 'payment.authorize' },
);

export const command: ActionReader<'command', CommandDocument> = {
  field: COMMAND_FIELD,
  excludes: null,
  read: (step) => ({ does: 'command', command: readCommand(step) }),
  longestMs: (_document, exchange) => longestExchangeMs(exchange),
};

export const COMMAND_FORM =
  'must be "<participant>.<command>" in lower case, digits and hyphens, like "payment.authorize"';

export function readCommand(fields: Fields): string | null {
  if (!fields.require('command')) return null;
  const command = fields.text('command');
  if (command === undefined || isMessageName(command)) return command ?? null;
  fields.report('command', 'command-name', COMMAND_FORM);
  return null;
}
