import { participantQueue, type MessageBus } from '#contracts';
import type { DefinitionWarning, SagaDefinition } from '#saga-core';

/** Asked about at once, at most: each answer is a trip to the broker. */
const PARTICIPANTS_MAX = 20;

/**
 * Participants whose queue nobody consumes right now. Nothing is declared by asking; while the
 * broker is away nobody can tell, and nothing is said.
 */
export async function liveWarnings(
  { steps }: SagaDefinition,
  { bus, prefix }: { readonly bus: MessageBus; readonly prefix: string },
): Promise<readonly DefinitionWarning[]> {
  const firstUse = new Map<string, number>();
  for (const [index, step] of steps.entries()) {
    if (step.does !== 'command' || step.child !== null || firstUse.has(step.participant)) continue;
    firstUse.set(step.participant, index);
  }
  const asked = [...firstUse].slice(0, PARTICIPANTS_MAX);
  const found = await Promise.all(
    asked.map(async ([participant, index]) => {
      const isLive = await hasConsumer(bus, participantQueue(prefix, participant));
      return isLive ? [] : [notLive(participant, index)];
    }),
  );
  return found.flat();
}

function notLive(participant: string, index: number): DefinitionWarning {
  const message = `nobody takes the commands of ${participant} right now: they would wait`;
  return { path: `/steps/${index}/command`, rule: 'participant-not-live', message };
}

async function hasConsumer(bus: MessageBus, queue: string): Promise<boolean> {
  try {
    return (await bus.inspect(queue)).consumers > 0;
  } catch (error) {
    const isMissing = (error as { readonly code?: unknown }).code === 'QUEUE_NOT_DECLARED';
    // whatever else went wrong, the broker cannot be asked: that says nothing about participants
    return !isMissing;
  }
}
