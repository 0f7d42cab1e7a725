import { withinLimit } from '#resilience';
import type { Logger } from 'pino';
import { participantQueue, type MessageBus, type QueueState } from '#bus';
import { QueueLookUps } from './queue-look-ups.js';

/** How many queues are checked at a time for one caller, so that others have their turn. */
const TOGETHER_MAX = 10;

export interface LookUpWaits {
  /** A broker that does not answer within this time counts as away. */
  readonly answerMs: number;
  /** Queues not checked by then are `unknown`: callers are answered within 10 s. */
  readonly pageMs: number;
}

/** null: the queue does not exist. `unknown`: the broker cannot be asked now. */
export type ParticipantQueueState = QueueState | null | 'unknown';

/** Inspects participants' queues without ever declaring one. */
export class ParticipantQueues {
  private readonly lookUps: QueueLookUps;

  constructor(
    private readonly bus: MessageBus,
    private readonly prefix: string,
    private readonly logger: Logger,
    private readonly waits: LookUpWaits = { answerMs: 2_000, pageMs: 5_000 },
  ) {
    this.lookUps = new QueueLookUps(bus);
  }

  nameOf(participant: string): string {
    return participantQueue(this.prefix, participant);
  }

  /** Never rejects. Once one queue cannot be checked, the rest are unknown too. */
  async inspect(
    participants: readonly string[],
  ): Promise<ReadonlyMap<string, ParticipantQueueState>> {
    const states = new Map<string, ParticipantQueueState>(
      participants.map((participant) => [participant, 'unknown']),
    );
    const until = performance.now() + this.waits.pageMs;
    for (let start = 0; start < participants.length; start += TOGETHER_MAX) {
      const group = participants.slice(start, start + TOGETHER_MAX);
      const found = await Promise.all(group.map((participant) => this.inspectOne(participant)));
      group.forEach((participant, index) => states.set(participant, found[index] ?? null));
      if (found.includes('unknown') || performance.now() >= until) break;
    }
    return states;
  }

  private async inspectOne(participant: string): Promise<ParticipantQueueState> {
    if (this.bus.status() === 'disconnected') return 'unknown';
    let isOver = false;
    const { answerMs } = this.waits;
    const asked = this.lookUps.find(this.nameOf(participant)).catch((error: unknown) => {
      // the connection may end meanwhile; callers who still wait see any other error
      if (!isOver) {
        this.logger.warn({ err: error, participant }, 'cannot look at the queue of a participant');
      }
      return 'unknown' as const;
    });
    try {
      return await withinLimit(asked, answerMs, () => new Error(`no answer within ${answerMs} ms`));
    } catch {
      return 'unknown';
    } finally {
      isOver = true;
    }
  }
}
