import type { ChildReport, Command, Outgoing } from '#engine';

/** A message from saga to saga: it leaves by the outbox as all do, and never sees a broker. */
export type LocalMessage = ChildReport | ChildCommand;

/** A command that is for a child saga. */
export type ChildCommand = Command & Required<Pick<Command, 'child'>>;

export function isLocal(message: Outgoing): message is LocalMessage {
  return message.type === 'child-report' || (message.type === 'command' && 'child' in message);
}

/** Delivers messages from saga to saga. */
export interface LocalDelivery {
  /** Resolves when it is done with; delivered twice, it has no further effect. */
  deliver(message: LocalMessage): Promise<void>;
}
