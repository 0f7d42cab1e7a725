import type { MessageBus, OutgoingMessage } from '#contracts';
import { waitBeforeRetry } from './back-off.js';

const BACK_OFF = { initialMs: 100, maxMs: 5_000 };
/** A queue that is not there after half a minute is not about to come. */
const UNROUTABLE_MAX = 10;

/**
 * Publishes until the broker has confirmed it, however long that takes: true. Or until it came back
 * for want of a queue again and again: false.
 *
 * @throws the signal's reason once it is aborted
 */
export async function sendUntilConfirmed(
  bus: MessageBus,
  message: OutgoingMessage,
  signal: AbortSignal,
): Promise<boolean> {
  let unroutable = 0;
  for (let attempt = 1; ; attempt++) {
    const [outcome] = await bus.publish([message]);
    if (outcome === 'confirmed') return true;
    if (outcome === 'unroutable' && ++unroutable === UNROUTABLE_MAX) return false;
    await waitBeforeRetry(attempt, BACK_OFF, signal);
  }
}
