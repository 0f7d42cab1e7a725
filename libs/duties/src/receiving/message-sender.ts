import type { MessageBus, OutgoingMessage, PublishOutcome } from '#bus';
import { waitBeforeRetry, RETRY_BOUNDS } from '#resilience';

/** A queue that does not exist after half a minute is not about to be declared. */
const UNROUTABLE_MAX = 10;

/** The confirmed outcome, or why sending was given up. */
export type SendResult = Extract<PublishOutcome, 'confirmed' | 'unroutable' | 'refused'>;

/**
 * Publishes until the broker has confirmed the message, however long that takes, or until it was
 * repeatedly returned for want of a queue. `ways` are the same message to other exchanges: the next
 * way is tried if the account may not use the previous one, or nothing is bound to it. A missing
 * permission may be granted later, so it is waited for unless `isRefusalFinal`.
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
    // The bus has logged which permission is missing.
    if (outcome === 'refused' && isRefusalFinal) return outcome;
    if (outcome === 'unroutable' && ++unroutable === UNROUTABLE_MAX) return outcome;
    await waitBeforeRetry(attempt, RETRY_BOUNDS, signal);
  }
}

/** Uses the first way that works: `refused` when the account may use none of them. */
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
