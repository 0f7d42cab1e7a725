import type { ParsedCommand } from '#contracts';

/** What a log line says of a command. */
export function commandFacts(command: ParsedCommand) {
  const { sagaId, correlationId, messageId, pattern, direction, attempt } = command;
  return { sagaId, correlationId, messageId, command: pattern, direction, attempt };
}
