import type { MessageBus } from '#bus';
import { BusClosedError } from '../reporting/bus-errors.js';

/** Long enough for a broker that is there. */
const WAIT_MS = 2_000;

/**
 * Opens a bus. A broker that is away is waited for in the background after a moment: what is asked
 * of the bus until then is done when it is there. `onFailure` hears what ends that wait for good.
 *
 * @throws TopologyMismatchError, while it waits here
 */
export async function openPatiently(
  bus: MessageBus,
  { waitMs = WAIT_MS, onFailure }: { waitMs?: number; onFailure: (error: unknown) => void },
): Promise<void> {
  let isWaiting = true;
  const opening = bus.open({ exchanges: [], queues: [] });
  opening.catch((error: unknown) => {
    // whoever closed it waits for nothing
    if (!isWaiting && !(error instanceof BusClosedError)) onFailure(error);
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  try {
    await Promise.race([opening, tooLong]);
  } finally {
    clearTimeout(timer);
    isWaiting = false;
  }
}
