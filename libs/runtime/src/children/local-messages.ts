import type { ChildReport, Command, Outgoing } from '#engine';

/** A message from saga to saga: it leaves through the outbox, and never reaches a broker. */
export type LocalMessage = ChildReport | ChildCommand;

/** A command that is for a child saga. */
export type ChildCommand = Command & Required<Pick<Command, 'child'>>;

export function isLocal(message: Outgoing): message is LocalMessage {
  return message.type === 'child-report' || (message.type === 'command' && 'child' in message);
}

/** Delivers messages from saga to saga. */
export interface LocalDelivery {
  /** Resolves when the message is processed; a second delivery has no effect. */
  deliver(message: LocalMessage): Promise<void>;
}
