import {
  commandMessage,
  eventMessage,
  type CommandMessageOptions,
  type OutgoingMessage,
} from '#contracts';
import type { Outgoing } from '#saga-core';

/** What goes over the wire for a message of the outbox. @throws CorrelationUnsignableError */
export function wireMessage(message: Outgoing, options: CommandMessageOptions): OutgoingMessage {
  switch (message.type) {
    case 'command':
      return commandMessage(message, options);
    case 'life-cycle':
      return eventMessage(message, { ...options, appId: 'conductor' });
    default:
      return message satisfies never;
  }
}
