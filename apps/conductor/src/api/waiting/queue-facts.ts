import type { Waiting } from '#engine';
import { withinLimit } from '#resilience';
import type {
  ParticipantQueues,
  ParticipantQueueState,
} from '../participants/participant-queues.js';

/** Whoever reads a page is not kept longer; what is not known by then is left out. */
const ANSWER_MS = 500;
const FRESH_MS = 1_000;
/** More participants than any installation has. */
const KEPT_MAX = 500;

interface Kept {
  readonly at: number;
  readonly state: ParticipantQueueState;
}

/** The queues of participants as they were within the last second. */
export class QueueFacts {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly queues: Pick<ParticipantQueues, 'inspect'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Never rejects. A participant about which the broker says nothing in time has no entry. */
  async of(
    participants: readonly string[],
  ): Promise<ReadonlyMap<string, Waiting.QueueFacts | null>> {
    const asked = participants.filter((participant) => this.fresh(participant) === undefined);
    if (asked.length > 0) await this.ask(asked);
    const known = participants.flatMap((participant) => {
      const state = this.fresh(participant);
      return state === undefined || state === 'unknown' ? [] : [[participant, state] as const];
    });
    return new Map(known);
  }

  private fresh(participant: string): ParticipantQueueState | undefined {
    const kept = this.kept.get(participant);
    return kept !== undefined && this.now() - kept.at < FRESH_MS ? kept.state : undefined;
  }

  /** An answer that comes late is kept for the next one who asks. */
  private async ask(participants: readonly string[]): Promise<void> {
    const asking = this.queues.inspect(participants).then((states) => {
      if (this.kept.size + states.size > KEPT_MAX) this.kept.clear();
      for (const [participant, state] of states) {
        this.kept.set(participant, { at: this.now(), state });
      }
    });
    await withinLimit(asking, ANSWER_MS, () => new Error('too late')).catch(() => undefined);
  }
}
