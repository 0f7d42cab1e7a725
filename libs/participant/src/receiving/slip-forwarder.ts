import { nextOnSlip, type ParsedCommand, type ReplyOutcome } from '#contracts';
import { type MessageBus } from '#bus';
import { waitBeforeRetry } from '#resilience';
import type { ParticipantLogger } from '../settings/participant-options.js';

const BACK_OFF = { initialMs: 100, maxMs: 5_000 };

export interface SlipPasserOptions {
  readonly participant: string;
  readonly bus: MessageBus;
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  readonly signal: AbortSignal;
}

/**
 * Sends the command that follows on a routing slip. What it cannot send, it leaves to the
 * conductor, which hears so from the reply.
 */
export class SlipForwarder {
  constructor(private readonly options: SlipPasserOptions) {}

  /**
   * Whether the command that follows is with the broker. Waits for a broker that is away, and not
   * for a permission: an account that may only answer leaves the slip to the conductor.
   *
   * @throws the signal's reason once it is aborted
   */
  async passOn(command: ParsedCommand, outcome: ReplyOutcome): Promise<boolean> {
    const { bus, prefix, participant, signal, logger } = this.options;
    const message = nextOnSlip(command, outcome, { prefix, appId: participant, at: Date.now() });
    if (message === null) return false;
    for (let attempt = 1; ; attempt++) {
      const [published] = await bus.publish([message]);
      if (published === 'confirmed') return true;
      // The bus says once which permission is missing; most services have no need of it.
      if (published === 'refused') return false;
      if (published === 'unroutable') {
        const { sagaId } = command;
        logger.info({ sagaId, to: message.routingKey }, 'no queue to pass a routing slip on to');
        return false;
      }
      await waitBeforeRetry(attempt, BACK_OFF, signal);
    }
  }
}
