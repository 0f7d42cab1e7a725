import type { Logger } from 'pino';
import { participantQueue, type MessageBus, type QueueState } from '#contracts';

/** A broker that does not answer for this long is away. */
const ANSWER_WAIT_MS = 2_000;
/** Queues asked for at the same time: each question takes a channel. */
const TOGETHER_MAX = 10;

/** null: there is no such queue. `unknown`: the broker cannot be asked now. */
export type ParticipantQueueState = QueueState | null | 'unknown';

/** Looks at participants' queues, and never declares one. */
export class ParticipantQueues {
  constructor(
    private readonly bus: MessageBus,
    private readonly prefix: string,
    private readonly logger: Logger,
  ) {}

  nameOf(participant: string): string {
    return participantQueue(this.prefix, participant);
  }

  /** Never rejects. After the first one that cannot be asked for the others are unknown too. */
  async inspect(
    participants: readonly string[],
  ): Promise<ReadonlyMap<string, ParticipantQueueState>> {
    const states = new Map<string, ParticipantQueueState>(
      participants.map((participant) => [participant, 'unknown']),
    );
    for (let start = 0; start < participants.length; start += TOGETHER_MAX) {
      const group = participants.slice(start, start + TOGETHER_MAX);
      const found = await Promise.all(group.map((participant) => this.inspectOne(participant)));
      group.forEach((participant, index) => states.set(participant, found[index] ?? null));
      if (found.includes('unknown')) break;
    }
    return states;
  }

  private async inspectOne(participant: string): Promise<ParticipantQueueState> {
    if (this.bus.status() === 'disconnected') return 'unknown';
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<'unknown'>((resolve) => {
      timer = setTimeout(() => resolve('unknown'), ANSWER_WAIT_MS);
    });
    const asked = this.bus.findQueue(this.nameOf(participant)).catch((error: unknown) => {
      // the connection may end in between; anything else is for people to see
      this.logger.warn({ err: error, participant }, 'cannot look at the queue of a participant');
      return 'unknown' as const;
    });
    try {
      return await Promise.race([asked, tooLong]);
    } finally {
      clearTimeout(timer);
    }
  }
}
