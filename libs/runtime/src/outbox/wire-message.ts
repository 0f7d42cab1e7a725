import {
  commandMessage,
  eventMessage,
  type OutgoingCommand,
  type CommandMessageOptions,
} from '#contracts';
import { type OutgoingMessage } from '#bus';
import type { Command, EventNotice } from '#engine';
import { wireSlip } from './wire-slip.js';

/** A message of the outbox that goes over the wire. */
export type WireMessage = Command | EventNotice;

/** What goes over the wire for a message of the outbox. @throws CorrelationUnsignableError */
export function wireMessage(message: WireMessage, own: CommandMessageOptions): OutgoingMessage {
  const { trace } = message;
  const options = trace === undefined ? own : { ...own, trace };
  switch (message.type) {
    case 'command':
      return commandMessage(outgoingOf(message, options), options);
    case 'life-cycle':
    case 'published':
      return eventMessage(message, { ...options, appId: 'conductor' });
    default:
      return message satisfies never;
  }
}

/** Nearly all have no slip, and are not copied. */
function outgoingOf(command: Command, { secret }: CommandMessageOptions): OutgoingCommand {
  const { slip } = command;
  const outgoing: Omit<Command, 'slip'> = command;
  return slip === undefined ? outgoing : { ...outgoing, slip: wireSlip(command, slip, secret) };
}
