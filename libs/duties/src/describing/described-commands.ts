import { participantOfCommand } from '#protocol';
import type { CommandDescription, ParticipantDescription } from '#contracts';
import { ParticipantMisconfiguredError } from '../settings/participant-misconfigured-error.js';

/** A handler, as far as it concerns who reaches it. */
export interface Handled {
  readonly pattern: string;
  /** False: it is for something else than commands. */
  readonly isForCommands: boolean;
}

/** Of these commands the participant's own, in order of their names. */
export function describeCommands(
  participant: string,
  commands: readonly CommandDescription[],
  own: Required<Pick<ParticipantDescription, 'envelopes' | 'instance'>>,
): ParticipantDescription {
  const reached = commands
    .filter(({ command }) => participantOfCommand(command) === participant)
    .sort((one, other) => (one.command < other.command ? -1 : 1));
  return { participant, commands: reached, ...own };
}

/**
 * Finds the patterns that no command can reach. Some may belong to another server of the process,
 * but if no pattern is reachable, the service would look healthy and wait for ever. `remedy` says
 * where its handlers have to be.
 *
 * @throws ParticipantMisconfiguredError
 */
export function unreachablePatterns(
  participant: string,
  handlers: readonly Handled[],
  remedy: string,
): readonly string[] {
  const isReached = ({ pattern, isForCommands }: Handled) =>
    isForCommands && participantOfCommand(pattern) === participant;
  const unreachable = handlers.filter((each) => !isReached(each)).map(({ pattern }) => pattern);
  if (unreachable.length < handlers.length) return unreachable;
  const what = handlers.length === 0 ? 'no handlers' : `only ${unreachable.join(', ')}`;
  throw new ParticipantMisconfiguredError(
    `no command can reach "${participant}": it has ${what}; ${remedy}`,
  );
}
