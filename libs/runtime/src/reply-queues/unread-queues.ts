import type { ReplyQueueLease } from './leases.js';

/** A queue is nobody's when so many answers of the broker in a row said so, a beat apart. */
const TIMES = 2;

/**
 * Which reply queues nobody takes from. The broker knows at once that a process was killed, which
 * its silence tells seconds later. Who has just taken a lease has a beat to begin.
 */
export class UnreadQueues {
  private seen = new Map<number, { readonly fence: number; readonly times: number }>();
  private lastAnswer: unknown = null;

  /**
   * `consumersOf`: as the broker counts; undefined: it has no such queue, or was not asked.
   * `answer`: what it is read from; the same one counts once, however often it is looked at.
   */
  since(
    leases: readonly ReplyQueueLease[],
    consumersOf: (number: number) => number | undefined,
    answer: unknown,
  ): ReadonlySet<number> {
    const more = answer === this.lastAnswer ? 0 : 1;
    this.lastAnswer = answer;
    const empty = leases.filter(({ number }) => consumersOf(number) === 0);
    this.seen = new Map(
      empty.map(({ number, fence }) => {
        const before = this.seen.get(number);
        return [number, { fence, times: before?.fence === fence ? before.times + more : 1 }];
      }),
    );
    const unread = [...this.seen].filter(([, { times }]) => times >= TIMES);
    return new Set(unread.map(([number]) => number));
  }
}
