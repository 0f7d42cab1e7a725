import type { MessageBus, OutgoingMessage, PublishOutcome } from '#bus';
import { waitBeforeRetry } from '#resilience';

const BACK_OFF = { initialMs: 100, maxMs: 5_000 };
/** A queue that is not there after half a minute is not about to come. */
const UNROUTABLE_MAX = 10;

/** What was confirmed, or why nobody tries any longer. */
export type SendResult = Extract<PublishOutcome, 'confirmed' | 'unroutable' | 'refused'>;

/**
 * Publishes until the broker has confirmed it, however long that takes; or until it came back for
 * want of a queue again and again. `ways` are the same message to other exchanges: the next one is
 * tried where the account may not use the one before, or nothing is bound to it. A permission that
 * is missing comes back, and is waited for unless `isRefusalFinal`.
 *
 * @throws the signal's reason once it is aborted
 */
export async function sendUntilConfirmed(
  bus: MessageBus,
  ways: readonly OutgoingMessage[],
  { signal, isRefusalFinal = false }: { signal: AbortSignal; isRefusalFinal?: boolean },
): Promise<SendResult> {
  let unroutable = 0;
  for (let attempt = 1; ; attempt++) {
    const outcome = await sendOnce(bus, ways);
    if (outcome === 'confirmed') return outcome;
    // The bus has said which permission is missing.
    if (outcome === 'refused' && isRefusalFinal) return outcome;
    if (outcome === 'unroutable' && ++unroutable === UNROUTABLE_MAX) return outcome;
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
