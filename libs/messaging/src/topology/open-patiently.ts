import { waitAtMost } from '#resilience';
import type { MessageBus } from '#bus';
import { BusClosedError } from '../reporting/bus-errors.js';

/** Long enough for a broker that is available. */
const WAIT_MS = 2_000;

/**
 * Opens a bus. A broker that is away is awaited in the background after a moment: calls made until
 * then take effect when it is back. `onFailure` receives an error that ends this wait for good.
 *
 * @throws TopologyMismatchError, while this call waits
 */
export async function openPatiently(
  bus: MessageBus,
  { waitMs = WAIT_MS, onFailure }: { waitMs?: number; onFailure: (error: unknown) => void },
): Promise<void> {
  let isWaiting = true;
  const opening = bus.open({ exchanges: [], queues: [] });
  opening.catch((error: unknown) => {
    // the caller closed the bus, so nothing needs to wait
    if (!isWaiting && !(error instanceof BusClosedError)) onFailure(error);
  });
  try {
    await waitAtMost(opening, waitMs);
  } finally {
    isWaiting = false;
  }
}
