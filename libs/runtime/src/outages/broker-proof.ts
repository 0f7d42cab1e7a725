import type { MessageBus, QueueState } from '#bus';
import type { Clock } from '#resilience';

/** How long an answer of the broker is valid. */
const GOOD_FOR_MS = 500;

/** Neither this replica nor another one consumes replies: the broker may have refused them. */
class NobodyTakesRepliesError extends Error {
  readonly code = 'NOBODY_TAKES_REPLIES';

  constructor(queue: string) {
    super(`nobody takes replies from ${queue}, so that no silence counts and no timer fires`);
  }
}

/**
 * Proves that the broker answers and replies are consumed, by asking for the reply queue. An open
 * connection proves nothing: the broker behind it may be frozen.
 */
export class BrokerProof {
  private answer: { readonly state: QueueState; readonly at: number } | null = null;
  private asking: Promise<QueueState> | null = null;

  constructor(
    private readonly parts: {
      readonly bus: Pick<MessageBus, 'inspect'>;
      readonly clock: Clock;
      /** Where replies wait. */
      readonly queue: string;
    },
  ) {}

  /** By the clock; null: never yet. */
  get provenAt(): number | null {
    return this.answer?.at ?? null;
  }

  /** The queue as it was within the last half second. Takes as long as the broker does. */
  async ask(): Promise<QueueState> {
    const { clock } = this.parts;
    if (this.answer && clock.now() - this.answer.at < GOOD_FOR_MS) return this.answer.state;
    return this.askAnew();
  }

  /** The queue as it is now. @throws when the broker cannot be asked */
  askAnew(): Promise<QueueState> {
    this.asking ??= this.inspect().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async inspect(): Promise<QueueState> {
    const { bus, clock, queue } = this.parts;
    const state = await bus.inspect(queue);
    if (state.consumers === 0) throw new NobodyTakesRepliesError(queue);
    this.answer = { state, at: clock.now() };
    return state;
  }
}
