import type { CommandDescription, IntakeRequest, ParticipantDescription } from '#contracts';
import { schemaFaults } from '#saga-core';
import { Backoff } from '../backoff.js';
import type { Unusable } from '../consuming/queue-worker.js';
import type { Clock } from '../ports/clock.js';
import type { ReportFault } from '../ports/fault-report.js';
import type { ParticipantDirectory } from '../ports/participant-directory.js';
import { StoreUnavailableError } from '../ports/saga-store.js';

const RETRY = { initialMs: 100, maxMs: 5000 };
const DETAIL_CHARS_MAX = 2000;

/** Keeps what participants say of themselves, and waits for a store that is away. */
export class DescriptionIntake {
  private isClosed = false;

  constructor(
    private readonly parts: {
      readonly participants: ParticipantDirectory;
      readonly clock: Clock;
      readonly report: ReportFault;
    },
  ) {}

  /** Resolves when it is kept, with a reason when some of its schemas cannot be used. */
  async take({
    description,
    sentAt,
  }: Extract<IntakeRequest, { type: 'describe' }>): Promise<Unusable | null> {
    const { usable, faults } = withoutUnusableSchemas(description);
    await this.keep(usable, sentAt);
    if (faults.length === 0) return null;
    const detail = faults.join('; ').slice(0, DETAIL_CHARS_MAX);
    return { reason: 'SCHEMA_UNUSABLE', detail, sagaId: null };
  }

  /** What is not kept by now rejects: it was not acknowledged, and comes again. */
  close(): void {
    this.isClosed = true;
  }

  private async keep(description: ParticipantDescription, sentAt: number | null): Promise<void> {
    const { participants, clock, report } = this.parts;
    const backoff = new Backoff(clock, RETRY);
    for (;;) {
      try {
        return await participants.keep(description, sentAt);
      } catch (error) {
        if (this.isClosed || !(error instanceof StoreUnavailableError)) throw error;
        report({ during: `keep the description of ${description.participant}`, error });
      }
      await backoff.wait();
    }
  }
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
