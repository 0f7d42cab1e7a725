import {
  commandMessage,
  eventMessage,
  type CommandMessageOptions,
  type OutgoingMessage,
} from '#contracts';
import type { Command, LifeCycleNotice } from '#saga-core';

/** A message of the outbox that goes over the wire. */
export type WireMessage = Command | LifeCycleNotice;

/** What goes over the wire for a message of the outbox. @throws CorrelationUnsignableError */
export function wireMessage(message: WireMessage, options: CommandMessageOptions): OutgoingMessage {
  switch (message.type) {
    case 'command':
      return commandMessage(message, options);
    case 'life-cycle':
      return eventMessage(message, { ...options, appId: 'conductor' });
    default:
      return message satisfies never;
  }
}
