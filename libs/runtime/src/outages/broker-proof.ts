import type { MessageBus, QueueState } from '#bus';
import type { Clock } from '#resilience';

/** How long an answer of the broker is valid. */
const GOOD_FOR_MS = 500;

/** Replies wait, and no replica takes them: the broker may have refused it. */
class NobodyTakesRepliesError extends Error {
  readonly code = 'NOBODY_TAKES_REPLIES';

  constructor(queue: string) {
    super(`nobody takes replies from ${queue}, so that no silence counts and no timer fires`);
  }
}

/** What the broker said of all reply queues together. */
export interface RepliesState {
  /** Replies that wait on any of them, not counting delivered ones. */
  readonly ready: number;
}

/**
 * Proves that the broker answers and replies are consumed, by asking for the reply queues. An open
 * connection proves nothing: the broker behind it may be frozen.
 */
export class BrokerProof {
  private answer: { readonly state: RepliesState; readonly at: number } | null = null;
  /** Also when nobody takes replies, which is no proof. */
  private counted: { readonly consumers: ReadonlyMap<string, number>; readonly at: number } | null =
    null;
  private asking: Promise<RepliesState> | null = null;

  constructor(
    private readonly parts: {
      readonly bus: Pick<MessageBus, 'inspect' | 'findQueue'>;
      readonly clock: Clock;
      /** The queue that all replicas read, which has to be there. */
      readonly queue: string;
      /** Queues of which each is read by one replica. */
      readonly others?: () => readonly string[];
    },
  ) {}

  /** By the clock; null: never yet. */
  get provenAt(): number | null {
    return this.answer?.at ?? null;
  }

  /** Consumers of each queue that the broker has, by name; none: it has not answered of late. */
  consumers(withinMs: number): ReadonlyMap<string, number> {
    const { counted } = this;
    if (!counted || this.parts.clock.now() - counted.at > withinMs) return new Map();
    return counted.consumers;
  }

  /** The queues as they were within the last half second. Takes as long as the broker does. */
  async ask(): Promise<RepliesState> {
    const { clock } = this.parts;
    if (this.answer && clock.now() - this.answer.at < GOOD_FOR_MS) return this.answer.state;
    return this.askAnew();
  }

  /** The queues as they are now. @throws when the broker cannot be asked */
  askAnew(): Promise<RepliesState> {
    this.asking ??= this.inspect().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  private async inspect(): Promise<RepliesState> {
    const { bus, clock, queue, others = () => [] } = this.parts;
    const shared = bus.inspect(queue).then((state) => [queue, state] as const);
    const numbered = others().map(async (name) => [name, await bus.findQueue(name)] as const);
    const [first, ...rest] = await Promise.all([shared, ...numbered]);
    const states = [first, ...rest.filter(isThere)];
    const consumers = new Map(states.map(([name, state]) => [name, state.consumers]));
    this.counted = { consumers, at: clock.now() };
    const unread = states.find(([name, state]) => {
      return state.consumers === 0 && (state.ready > 0 || name === queue);
    });
    if (unread) throw new NobodyTakesRepliesError(unread[0]);
    const state = { ready: sumOf(states) };
    this.answer = { state, at: clock.now() };
    return state;
  }
}

type NamedState = readonly [string, QueueState];

function isThere(named: readonly [string, QueueState | null]): named is NamedState {
  return named[1] !== null;
}

function sumOf(states: readonly NamedState[]): number {
  return states.reduce((sum, [, { ready }]) => sum + ready, 0);
}
