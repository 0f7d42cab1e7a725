import type { ParticipantDescription } from '#contracts';
import type { DefinitionWarning, SagaDefinition } from '#saga-core';
import type { ParticipantQueueState } from '../participants/participant-queues.js';

export interface KnownParticipants {
  readonly descriptions: ReadonlyMap<string, ParticipantDescription>;
  readonly queues: ReadonlyMap<string, ParticipantQueueState>;
}

/** Participants of a definition's steps; a compensation's is its step's. */
export function participantsOf({ steps }: SagaDefinition): readonly string[] {
  const names = steps.flatMap((step) =>
    step.does === 'command' && step.child === null ? [step.participant] : [],
  );
  return [...new Set(names)];
}

/** What its participants, as far as they are known and there, would not do for it. */
export function participantWarnings(
  { steps }: SagaDefinition,
  known: KnownParticipants,
): readonly DefinitionWarning[] {
  return steps.flatMap((step, index) => {
    if (step.does !== 'command' || step.child !== null) return [];
    const { participant, command, compensation } = step;
    const path = `/steps/${index}`;
    const unknown = (where: string, name: string) =>
      unknownCommand(`${path}/${where}`, name, known.descriptions.get(participant));
    return [
      ...notLive(`${path}/command`, participant, known.queues.get(participant)),
      ...unknown('command', command),
      ...(compensation === null ? [] : unknown('compensation', compensation.command)),
    ];
  });
}

function notLive(
  path: string,
  participant: string,
  queue: ParticipantQueueState | undefined,
): readonly DefinitionWarning[] {
  if (queue === undefined || queue === 'unknown') return [];
  if (queue !== null && queue.consumers > 0) return [];
  const why = queue === null ? 'it has no queue' : 'nobody takes from its queue';
  const message = `${participant} is not there now: ${why}`;
  return [{ path, rule: 'participant-not-live', message }];
}

function unknownCommand(
  path: string,
  command: string,
  description: ParticipantDescription | undefined,
): readonly DefinitionWarning[] {
  if (description === undefined) return [];
  const { participant, commands } = description;
  if (commands.some((described) => described.command === command)) return [];
  const message = `${participant} described itself, and has no command ${command}`;
  return [{ path, rule: 'command-unknown', message }];
}
