import type { MessageBus, QueueState } from '#bus';

/** Questions under way, whoever asks: each takes a channel of the connection that we ask on. */
const TOGETHER_MAX = 10;
/** With more than these in front nobody would wait for an answer. */
const WAITING_MAX = 500;

/**
 * Looks at queues for everybody who calls at the same time. The conductor asks on the same
 * connection whether the broker is there: readers must not take all of its channels.
 */
export class QueueLookUps {
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly asked = new Map<string, Promise<QueueState | null | 'unknown'>>();

  constructor(private readonly bus: Pick<MessageBus, 'findQueue'>) {}

  /**
   * All who ask for a queue at the same time share the answer. `unknown`: too many wait.
   * @throws what the bus does
   */
  find(queue: string): Promise<QueueState | null | 'unknown'> {
    const shared = this.asked.get(queue);
    if (shared) return shared;
    const asking = this.ask(queue).finally(() => this.asked.delete(queue));
    this.asked.set(queue, asking);
    return asking;
  }

  /** One that gets no answer keeps its place: its channel is open for as long. */
  private async ask(queue: string): Promise<QueueState | null | 'unknown'> {
    if (this.underWay < TOGETHER_MAX) this.underWay += 1;
    else if (this.waiting.length >= WAITING_MAX) return 'unknown';
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await this.bus.findQueue(queue);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.underWay -= 1;
    }
  }
}
