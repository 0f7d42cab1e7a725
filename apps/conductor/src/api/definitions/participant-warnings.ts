import type { DefinitionWarning, SagaDefinition } from '#definition';
import type { ParticipantQueueState } from '../participants/participant-queues.js';

export interface KnownParticipants {
  /** Which of the definition's commands the described participants have. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  readonly queues: ReadonlyMap<string, ParticipantQueueState>;
}

/** The participants of the definition's steps. A compensation belongs to its step's participant. */
export function participantsOf({ steps }: SagaDefinition): readonly string[] {
  const names = steps.flatMap((step) =>
    step.type === 'command' && step.child === null ? [step.participant] : [],
  );
  return [...new Set(names)];
}

/** The commands that the definition sends, forward and backward. */
export function commandsOf({ steps }: SagaDefinition): readonly string[] {
  const names = steps.flatMap((step) => {
    if (step.type !== 'command' || step.child !== null) return [];
    return step.compensation === null ? [step.command] : [step.command, step.compensation.command];
  });
  return [...new Set(names)];
}

/** What the definition expects of its participants and they, as far as is known, do not do. */
export function participantWarnings(
  { steps }: SagaDefinition,
  known: KnownParticipants,
): readonly DefinitionWarning[] {
  return steps.flatMap((step, index) => {
    if (step.type !== 'command' || step.child !== null) return [];
    const { participant, command, compensation } = step;
    const path = `/steps/${index}`;
    const unknown = (where: string, name: string) =>
      unknownCommand(`${path}/${where}`, name, {
        participant,
        has: known.commands.get(participant),
      });
    return [
      ...notLive(`${path}/command`, participant, known.queues.get(participant)),
      ...unknown('command', command),
      ...(compensation === null ? [] : unknown('compensation', compensation.command)),
    ];
  });
}

/** Queues that the broker did not let be declared, by participant with what it said. */
export function undeclaredWarnings(
  { steps }: SagaDefinition,
  refused: ReadonlyMap<string, string>,
): readonly DefinitionWarning[] {
  return steps.flatMap((step, index) => {
    if (step.type !== 'command' || step.child !== null) return [];
    const said = refused.get(step.participant);
    const message = `its commands cannot be sent: ${said}`;
    return said === undefined
      ? []
      : [{ path: `/steps/${index}/command`, rule: 'queue-not-declared', message }];
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
  const message = `${participant} is not available now: ${why}`;
  return [{ path, rule: 'participant-not-live', message }];
}

function unknownCommand(
  path: string,
  command: string,
  by: { readonly participant: string; readonly has: ReadonlySet<string> | undefined },
): readonly DefinitionWarning[] {
  const { participant, has } = by;
  if (has === undefined || has.has(command)) return [];
  const message = `${participant} has no command ${command} in its description`;
  return [{ path, rule: 'command-unknown', message }];
}
