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
  const { usable, faults } = withoutUnusableSchemas(description);
  await participants.keep(usable, sentAt);
  if (faults.length === 0) return null;
  const detail = faults.join('; ').slice(0, DETAIL_CHARS_MAX);
  return { reason: 'SCHEMA_UNUSABLE', detail, sagaId: null };
}

/** One schema that is wrong costs nothing but itself. */
function withoutUnusableSchemas({ participant, commands }: ParticipantDescription): {
  readonly usable: ParticipantDescription;
  readonly faults: readonly string[];
} {
  const faults: string[] = [];
  const usable = commands.map((described): CommandDescription => {
    const schemas = (['inputSchema', 'outputSchema'] as const).flatMap((name) => {
      const schema = described[name];
      if (schema === undefined) return [];
      const [first] = schemaFaults(schema);
      if (first === undefined) return [[name, schema] as const];
      const { path, rule, message } = first;
      faults.push(`${described.command}: ${name}${path}: ${rule}: ${message}`);
      return [];
    });
    return { command: described.command, ...Object.fromEntries(schemas) };
  });
  return { usable: { participant, commands: usable }, faults };
}
