import { participantTopology, type MessageBus } from '#bus';
import type { ReportFault } from '#resilience';

/** The broker has answered, and trying again changes nothing. */
const REFUSALS: ReadonlySet<unknown> = new Set(['TOPOLOGY_MISMATCH', 'ACCESS_REFUSED']);

/**
 * Declares one queue after the other: when one fails, the next may still succeed. Never rejects;
 * what the broker said against whose queue is in `refused`.
 */
export async function declareQueues(
  participants: readonly string[],
  parts: {
    readonly bus: MessageBus;
    readonly prefix: string;
    readonly report: ReportFault;
  },
  refused = new Map<string, string>(),
): Promise<void> {
  const { bus, prefix, report } = parts;
  for (const participant of participants) {
    const during = `declare the queue of ${participant}`;
    const declared = bus.declare(participantTopology(prefix, participant));
    await declared.catch((error: unknown) => {
      report({ during, error });
      const { code, message } = error as { readonly code?: unknown; readonly message: string };
      if (REFUSALS.has(code)) refused.set(participant, message);
    });
  }
}
