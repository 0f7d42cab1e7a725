import type { MessageHandler } from '@nestjs/microservices';
import { participantOfCommand } from '#protocol';
import { ParticipantMisconfiguredError } from '../settings/participant-options.js';

/**
 * Finds the patterns that no command can reach. Some may belong to another server of the process,
 * but if no pattern is reachable, the service would look healthy and wait for ever.
 *
 * @throws ParticipantMisconfiguredError
 */
export function unreachablePatterns(
  participant: string,
  handlers: ReadonlyMap<string, MessageHandler>,
): readonly string[] {
  const isReached = ([pattern, { isEventHandler = false }]: [string, MessageHandler]) =>
    !isEventHandler && participantOfCommand(pattern) === participant;
  const unreachable = [...handlers].filter((entry) => !isReached(entry)).map(([name]) => name);
  if (unreachable.length < handlers.size) return unreachable;
  const what = handlers.size === 0 ? 'no handlers' : `only ${unreachable.join(', ')}`;
  throw new ParticipantMisconfiguredError(
    `no command can reach "${participant}": it has ${what}; a handler is a @MessagePattern ` +
      `like "${participant}.authorize" in a controller of the module`,
  );
}
