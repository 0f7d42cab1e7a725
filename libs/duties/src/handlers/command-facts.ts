import type { ParsedCommand } from '#contracts';

/** The fields of a command for log lines. */
export function commandFacts(command: ParsedCommand) {
  const { sagaId, correlationId, messageId, pattern, direction, attempt } = command;
  return { sagaId, correlationId, messageId, command: pattern, direction, attempt };
}
