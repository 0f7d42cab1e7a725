import { isMessageName, MESSAGE_NAME } from '#protocol';
import { text } from '../language/field.js';
import { kebabCase } from '../advice/names.js';
import { longestExchangeMs } from '../model/backoff.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';

export interface CommandDocument {
  readonly type: 'command';
  readonly command: string | null;
}

export const COMMAND_FIELD = text(
  'The command that is sent: "<participant>.<command>", in lower case, digits and hyphens.',
  { pattern: MESSAGE_NAME, example: 'payment.authorize' },
);

export const command: ActionReader<'command', CommandDocument> = {
  field: COMMAND_FIELD,
  excludes: null,
  read: (step) => ({ type: 'command', command: readCommand(step) }),
  longestMs: (_document, exchange) => longestExchangeMs(exchange),
};

export function explainCommand(given: string): string {
  const form = 'must be "<participant>.<command>" in lower case, digits and hyphens';
  const words = given.split('.').map(kebabCase).join('.');
  if (isMessageName(words)) return `${form}: write "${words}"`;
  const word = kebabCase(given);
  const example = isMessageName(`payment.${word}`) ? `payment.${word}` : 'payment.authorize';
  return `${form}, where the participant is the service that does it: write one like "${example}"`;
}

export function readCommand(fields: Fields): string | null {
  if (!fields.require('command')) return null;
  const command = fields.text('command');
  if (command === undefined || isMessageName(command)) return command ?? null;
  fields.report('command', 'command-name', explainCommand(command));
  return null;
}
