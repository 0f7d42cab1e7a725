import {
  commandMessage,
  eventMessage,
  type CommandEnvelope,
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
      return commandMessage(envelopeOf(message, options), options);
    case 'life-cycle':
    case 'published':
      return eventMessage(message, { ...options, appId: 'conductor' });
    default:
      return message satisfies never;
  }
}

/** Nearly all have no slip, and are not copied. */
function envelopeOf(command: Command, { secret }: CommandMessageOptions): CommandEnvelope {
  const { slip } = command;
  const envelope: Omit<Command, 'slip'> = command;
  return slip === undefined ? envelope : { ...envelope, slip: wireSlip(command, slip, secret) };
}
