import type { MessageBus } from '#contracts';
import type { Clock } from '../ports/clock.js';

interface Parts {
  readonly bus: Pick<MessageBus, 'inspect'>;
  readonly clock: Clock;
  readonly replies: { readonly processedCount: number };
}

/**
 * Whether the replies that waited when an outage ended are dealt with. Those that this process has
 * in hand already are in the lanes before any timer of the same saga.
 */
export class RepliesFirst {
  private waitingFor: { processedCount: number; endsAt: number } | null = null;
  private endsAt: number | null = null;

  constructor(
    private readonly parts: Parts,
    private readonly bounds: { readonly queue: string; readonly longestMs: number },
  ) {}

  begin(): void {
    this.endsAt = this.parts.clock.now() + this.bounds.longestMs;
    this.waitingFor = null;
  }

  /** To be asked again until it says so. Rejects when the broker cannot be asked. */
  async areDone(): Promise<boolean> {
    const { bus, clock, replies } = this.parts;
    if (this.endsAt === null) return true;
    const { ready } = await bus.inspect(this.bounds.queue);
    const { processedCount } = replies;
    this.waitingFor ??= { processedCount: processedCount + ready, endsAt: this.endsAt };
    const isDone =
      ready === 0 ||
      processedCount >= this.waitingFor.processedCount ||
      clock.now() >= this.waitingFor.endsAt;
    if (isDone) this.endsAt = null;
    return isDone;
  }
}
