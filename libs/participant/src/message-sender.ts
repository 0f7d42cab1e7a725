import type { MessageBus, OutgoingMessage, PublishOutcome } from '#contracts';
import { waitBeforeRetry } from './back-off.js';

const BACK_OFF = { initialMs: 100, maxMs: 5_000 };
/** A queue that is not there after half a minute is not about to come. */
const UNROUTABLE_MAX = 10;

/**
 * Publishes until the broker has confirmed it, however long that takes: true. Or until it came back
 * for want of a queue again and again: false. `ways` are the same message to other exchanges: the
 * next one is tried where the account may not use the one before, or nothing is bound to it.
 *
 * @throws the signal's reason once it is aborted
 */
export async function sendUntilConfirmed(
  bus: MessageBus,
  ways: readonly OutgoingMessage[],
  signal: AbortSignal,
): Promise<boolean> {
  let unroutable = 0;
  for (let attempt = 1; ; attempt++) {
    const outcome = await sendOnce(bus, ways);
    if (outcome === 'confirmed') return true;
    // A permission that is missing comes back; the bus has said which one.
    if (outcome === 'unroutable' && ++unroutable === UNROUTABLE_MAX) return false;
    await waitBeforeRetry(attempt, BACK_OFF, signal);
  }
}

/** By the first way that leads anywhere: `refused` when the account may use none of them. */
export async function sendOnce(
  bus: MessageBus,
  ways: readonly OutgoingMessage[],
): Promise<PublishOutcome> {
  let last: PublishOutcome = 'refused';
  for (const way of ways) {
    const [outcome = 'unknown'] = await bus.publish([way]);
    if (outcome === 'confirmed' || outcome === 'unknown') return outcome;
    if (outcome === 'unroutable') last = outcome;
  }
  return last;
}
