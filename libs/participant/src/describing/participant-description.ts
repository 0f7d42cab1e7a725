import { participantOfCommand } from '#protocol';
import type { ParticipantDescription } from '#contracts';
import type { MessageHandler } from '@nestjs/microservices';
import { schemasOf } from './command-schema.js';

/** The commands that reach a handler, in order of their names, with their declared schemas. */
export function describeParticipant(
  participant: string,
  handlers: ReadonlyMap<string, MessageHandler>,
  own: Required<Pick<ParticipantDescription, 'envelopes' | 'instance'>>,
): ParticipantDescription {
  const commands = [...handlers]
    .filter(([pattern, { isEventHandler }]) => {
      return isEventHandler !== true && participantOfCommand(pattern) === participant;
    })
    .map(([command, { extras }]) => ({ command, ...schemasOf(extras) }))
    .sort((one, other) => (one.command < other.command ? -1 : 1));
  return { participant, commands, ...own };
}
