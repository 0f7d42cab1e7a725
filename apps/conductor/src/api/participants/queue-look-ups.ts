import type { MessageBus, QueueState } from '#bus';

/** Queue checks in flight for all callers: each takes a channel of a shared connection. */
const TOGETHER_MAX = 10;
/** Beyond this many in line, a caller would give up before its turn came. */
const WAITING_MAX = 500;

/**
 * Checks queues for all concurrent callers. The conductor probes the broker on the same connection,
 * so readers must not take all of its channels.
 */
export class QueueLookUps {
  private underWay = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly asked = new Map<string, Promise<QueueState | null | 'unknown'>>();

  constructor(private readonly bus: Pick<MessageBus, 'findQueue'>) {}

  /**
   * Callers that ask for one queue at the same time share the answer. `unknown`: too many wait.
   * @throws what the bus throws
   */
  find(queue: string): Promise<QueueState | null | 'unknown'> {
    const shared = this.asked.get(queue);
    if (shared) return shared;
    const asking = this.ask(queue).finally(() => this.asked.delete(queue));
    this.asked.set(queue, asking);
    return asking;
  }

  /** A check without an answer keeps its slot, since its channel stays open. */
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
