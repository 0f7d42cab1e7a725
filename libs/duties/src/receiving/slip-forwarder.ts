import { nextOnSlip, type ParsedCommand, type ReplyOutcome } from '#contracts';
import { type MessageBus } from '#bus';
import { waitBeforeRetry, RETRY_BOUNDS } from '#resilience';
import type { ParticipantLogger } from '../settings/participant-logger.js';

export interface SlipForwarderOptions {
  readonly participant: string;
  readonly bus: MessageBus;
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  readonly signal: AbortSignal;
}

/**
 * Sends the next command of a routing slip. If it cannot, the reply says so, and the conductor
 * sends it.
 */
export class SlipForwarder {
  constructor(private readonly options: SlipForwarderOptions) {}

  /**
   * Whether the broker has the next command. Waits for a broker that is away, but not for a
   * permission: an account that may only reply leaves the slip to the conductor.
   *
   * @throws the signal's reason once it is aborted
   */
  async forward(command: ParsedCommand, outcome: ReplyOutcome): Promise<boolean> {
    const { bus, prefix, participant, signal, logger } = this.options;
    const message = nextOnSlip(command, outcome, { prefix, appId: participant, at: Date.now() });
    if (message === null) return false;
    for (let attempt = 1; ; attempt++) {
      const [published] = await bus.publish([message]);
      if (published === 'confirmed') return true;
      // The bus logs once which permission is missing; most services do not need it.
      if (published === 'refused') return false;
      if (published === 'unroutable') {
        const { sagaId } = command;
        logger.info({ sagaId, to: message.routingKey }, 'no queue to forward a routing slip to');
        return false;
      }
      await waitBeforeRetry(attempt, RETRY_BOUNDS, signal);
    }
  }
}
