import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CommandDescription, IntakeRequest, ParticipantDescription } from '#contracts';
import { schemaFaults } from '#definition';
import type { Unusable } from '../consuming/queue-worker.js';
import { DETAIL_CHARS_MAX } from '../dead-messages/dead-message.js';
import type { EnvelopeLimits } from '../envelopes/envelope-limits.js';
import type { ParticipantDirectory } from '#ports';
import type { Senders } from '../senders/senders.js';

export interface DescriptionParts {
  readonly participants: ParticipantDirectory;
  readonly senders: Pick<Senders, 'refusal' | 'isOwn' | 'prove'>;
  readonly envelopes: Pick<EnvelopeLimits, 'noteDescription'>;
}

/**
 * Stores a participant's description; returns a reason if some schemas are unusable, or if another
 * participant sent it.
 * @throws StoreUnavailableError
 */
export async function keepDescription(
  { description, sentAt, account }: Extract<IntakeRequest, { type: 'describe' }>,
  { participants, senders, envelopes }: DescriptionParts,
): Promise<Unusable | null> {
  const { participant } = description;
  const refusal = senders.refusal(participant, account);
  if (refusal !== null) return wrongSender(refusal);
  const { usable, faults } = await withoutUnusableSchemas(description);
  const own = account !== null && senders.isOwn(account, participant) ? account : null;
  const isKept = await participants.keep(usable, sentAt, own);
  if (!isKept) return wrongSender(`${participant} has described itself by an account of its own`);
  if (own !== null) senders.prove(participant, own);
  envelopes.noteDescription(description);
  if (faults.length === 0) return null;
  const detail = faults.join('; ').slice(0, DETAIL_CHARS_MAX);
  return { reason: 'SCHEMA_UNUSABLE', detail, sagaId: null };
}

function wrongSender(detail: string): Unusable {
  return { reason: 'WRONG_SENDER', detail, sagaId: null };
}

/**
 * Drops only the schemas that are invalid. Checking a description of 1 MiB takes most of a second,
 * so other work gets its turn between the commands.
 */
async function withoutUnusableSchemas(description: ParticipantDescription): Promise<{
  readonly usable: ParticipantDescription;
  readonly faults: readonly string[];
}> {
  const faults: string[] = [];
  const usable: CommandDescription[] = [];
  for (const described of description.commands) {
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
  return { usable: { ...description, commands: usable }, faults };
}
