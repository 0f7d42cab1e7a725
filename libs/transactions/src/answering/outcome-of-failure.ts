import type { ParsedCommand, ReplyOutcome } from '#contracts';
import {
  commandFacts,
  failureOf,
  HandlerFailedError,
  UnstoredAnswer,
  type ParticipantLogger,
} from '#duties';
import { limitReachedBy } from '../database/database-trouble.js';
import { DatabaseTroubleError } from '../database/try-until-done.js';

/**
 * What a command is answered whose transaction was rolled back; null: nothing. Its log line says
 * why. `onUnexpected` sees an error that no handler meant for others.
 */
export function outcomeOfFailure(
  command: ParsedCommand,
  error: unknown,
  logger: ParticipantLogger,
  onUnexpected: (cause: unknown) => void = () => {},
): ReplyOutcome | null {
  if (error instanceof UnstoredAnswer) return error.outcome;
  if (error instanceof DatabaseTroubleError) {
    logger.error({ err: error, ...commandFacts(command) }, 'command failed');
    return { type: 'errored', error: { code: error.code, message: error.message } };
  }
  const cause = error instanceof HandlerFailedError ? error.cause : error;
  const failure = failureOf(cause);
  switch (failure.type) {
    case 'no-reply':
      logger.warn(commandFacts(command), 'the handler asked for no reply');
      return null;
    case 'refused':
    case 'errored':
      logger.info(
        { ...commandFacts(command), code: failure.error.code },
        `command ${failure.type}`,
      );
      return failure;
    case 'unexpected':
      logger.error({ err: cause, ...commandFacts(command) }, 'command failed');
      onUnexpected(cause);
      return { type: 'errored', error: limitReachedBy(cause) ?? failure.error };
  }
}

/** The answer to a command for which the service has no handler. */
export function unknownCommand(
  participant: string,
  command: ParsedCommand,
  logger: ParticipantLogger,
): ReplyOutcome {
  const message = `${participant} has no handler for ${command.pattern}`;
  logger.error(commandFacts(command), message);
  return { type: 'errored', error: { code: 'UNKNOWN_COMMAND', message } };
}
