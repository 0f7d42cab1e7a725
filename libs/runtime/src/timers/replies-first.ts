import type { BrokerProof } from '../outages/broker-proof.js';
import type { Clock } from '#resilience';

/** What the pump needs to know of the replies that this process takes, in messages on the queue. */
export interface RepliesTaken {
  /** Acknowledged since the start: what they led to is committed. */
  readonly processedCount: number;
  /** Whose replies are on their way through the pipeline. */
  readonly inHandCount: number;
}

interface Parts {
  readonly broker: BrokerProof;
  readonly clock: Clock;
  readonly replies: RepliesTaken;
}

/**
 * Whether the replies that waited when an outage ended are dealt with: those on the queue, and
 * those that this process had in hand, which may be waiting for the store themselves.
 */
export class RepliesFirst {
  private waitingFor: { processedCount: number; endsAt: number } | null = null;
  private endsAt: number | null = null;

  constructor(
    private readonly parts: Parts,
    private readonly longestMs: number,
  ) {}

  begin(): void {
    this.endsAt = this.parts.clock.now() + this.longestMs;
    this.waitingFor = null;
  }

  /** To be asked again until it says so. Rejects when the broker cannot be asked. */
  async areDone(): Promise<boolean> {
    const { broker, clock, replies } = this.parts;
    if (this.endsAt === null) return true;
    const { ready } = await broker.askAnew();
    const { processedCount, inHandCount } = replies;
    const ahead = ready + inHandCount;
    this.waitingFor ??= { processedCount: processedCount + ahead, endsAt: this.endsAt };
    const isDone =
      ahead === 0 ||
      processedCount >= this.waitingFor.processedCount ||
      clock.now() >= this.waitingFor.endsAt;
    if (isDone) this.endsAt = null;
    return isDone;
  }
}
