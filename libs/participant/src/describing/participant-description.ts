import type { CommandDescription } from '#contracts';
import { unreachablePatterns } from '#duties';
import type { MessageHandler } from '@nestjs/microservices';
import { schemasOf } from './command-schema.js';

type Handlers = ReadonlyMap<string, MessageHandler>;

/** The commands of the handlers, with their declared schemas. */
export function commandsOf(handlers: Handlers): readonly CommandDescription[] {
  return [...handlers]
    .filter(([, { isEventHandler }]) => isEventHandler !== true)
    .map(([command, { extras }]) => ({ command, ...schemasOf(extras) }));
}

/**
 * Patterns of handlers that no command can reach.
 *
 * @throws ParticipantMisconfiguredError: a command can reach none
 */
export function unreachedBy(participant: string, handlers: Handlers): readonly string[] {
  const handled = [...handlers].map(([pattern, { isEventHandler }]) => ({
    pattern,
    isForCommands: isEventHandler !== true,
  }));
  const remedy = `a handler is a @MessagePattern like "${participant}.authorize" in a controller`;
  return unreachablePatterns(participant, handled, `${remedy} of the module`);
}
