import {
  answerTopology,
  participantQueue,
  participantTopology,
  type MessageBus,
  type Topology,
} from '#bus';
import { AccessRefusedError } from '#messaging';
import { waitBeforeRetry } from '#resilience';
import type { ParticipantLogger } from '../settings/participant-logger.js';

export interface CommandQueueOptions {
  readonly participant: string;
  readonly bus: MessageBus;
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  /** Ends the wait for it. */
  readonly signal: AbortSignal;
}

const LOOK_AGAIN = { initialMs: 200, maxMs: 5_000 };

/**
 * The queue of a participant's commands. The participant declares it if its account may, so that
 * commands can wait for a later conductor. Otherwise the conductor declares it, and the participant
 * waits.
 */
export class CommandQueue {
  constructor(private readonly options: CommandQueueOptions) {}

  /** False: the account may not declare it, and the queue may not exist yet. */
  async declare(): Promise<boolean> {
    const { bus, prefix, participant } = this.options;
    const isOurs = await declareIfAllowed(bus, participantTopology(prefix, participant));
    await declareIfAllowed(bus, answerTopology(prefix));
    if (isOurs) return true;
    const foreign = { name: participantQueue(prefix, participant), bindings: [], isForeign: true };
    await bus.declare({ exchanges: [], queues: [foreign] });
    return false;
  }

  /** @throws the signal's reason once it is aborted */
  async untilThere(): Promise<void> {
    const { logger, participant, prefix, signal } = this.options;
    const queue = participantQueue(prefix, participant);
    for (let attempt = 1; !(await this.isThere(queue)); attempt++) {
      if (attempt === 1) {
        const why = 'the account may not declare it, and no conductor has done so yet';
        logger.warn({ participant, queue }, `waiting for the queue of the commands: ${why}`);
      }
      await waitBeforeRetry(attempt, LOOK_AGAIN, signal);
    }
    logger.info({ participant, queue }, 'the queue of the commands is there');
  }

  private async isThere(queue: string): Promise<boolean> {
    const { bus } = this.options;
    if (bus.status() === 'disconnected') return false;
    // If the connection is lost meanwhile, the next one is checked.
    const found = await bus.findQueue(queue).catch(() => null);
    return found !== null;
  }
}

/** False: the account may not; an account that only replies does not need to. */
export async function declareIfAllowed(bus: MessageBus, topology: Topology): Promise<boolean> {
  try {
    await bus.declare(topology);
    return true;
  } catch (error) {
    if (error instanceof AccessRefusedError) return false;
    throw error;
  }
}
