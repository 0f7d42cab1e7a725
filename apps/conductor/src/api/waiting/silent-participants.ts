import type { ParticipantStore } from '#persistence';
import type { LookOutside } from '#queries';
import type { QueueFacts } from './queue-facts.js';

/** More participants than any installation has. */
const PARTICIPANTS_MAX = 500;

/** Knows from whose queues nobody takes commands, as the sentences of lists do. */
export class SilentParticipants {
  constructor(
    private readonly participants: Pick<ParticipantStore, 'named'>,
    private readonly queues: Pick<QueueFacts, 'of'>,
  ) {}

  /** Those about which the broker says nothing now are left out. @throws what a read does */
  async look(): ReturnType<LookOutside> {
    const named = await this.participants.named();
    const found = await this.queues.of(named.slice(0, PARTICIPANTS_MAX));
    const silent = [...found].filter(([, queue]) => queue === null || queue.consumers === 0);
    return { silent: silent.map(([participant]) => participant) };
  }
}
