import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandDescription, IntakeRequest, ParticipantDescription } from '#contracts';
import { schemaFaults } from '#saga-core';
import type { Unusable } from '../consuming/queue-worker.js';
import type { ParticipantDirectory } from '../ports/participant-directory.js';

const DETAIL_CHARS_MAX = 2000;

/**
 * Keeps what a participant says of itself; with a reason when some of its schemas cannot be used.
 * @throws StoreUnavailableError
 */
export async function keepDescription(
  { description, sentAt }: Extract<IntakeRequest, { type: 'describe' }>,
  participants: ParticipantDirectory,
): Promise<Unusable | null> {
  const { usable, faults } = await withoutUnusableSchemas(description);
  await participants.keep(usable, sentAt);
  if (faults.length === 0) return null;
  const detail = faults.join('; ').slice(0, DETAIL_CHARS_MAX);
  return { reason: 'SCHEMA_UNUSABLE', detail, sagaId: null };
}

/**
 * One schema that is wrong costs nothing but itself. A description of 1 MiB takes most of a second
 * to check: others have their turn between its commands.
 */
async function withoutUnusableSchemas({ participant, commands }: ParticipantDescription): Promise<{
  readonly usable: ParticipantDescription;
  readonly faults: readonly string[];
}> {
  const faults: string[] = [];
  const usable: CommandDescription[] = [];
  for (const described of commands) {
    const schemas = (['inputSchema', 'outputSchema'] as const).flatMap((name) => {
      const schema = described[name];
      if (schema === undefined) return [];
      const [first] = schemaFaults(schema);
      if (first === undefined) return [[name, schema] as const];
      const { path, rule, message } = first;
      faults.push(`${described.command}: ${name}${path}: ${rule}: ${message}`);
      return [];
    });
    usable.push({ command: described.command, ...Object.fromEntries(schemas) });
    await nextTurn();
  }
  return { usable: { participant, commands: usable }, faults };
}
