import { Backoff, RETRY_BOUNDS } from './backoff.js';
import type { Clock } from './clock.js';
import type { ReportFault } from './fault-report.js';

/**
 * Repeats work until it succeeds, where nothing else would ever start it again. Reports each
 * failure, and gives up when `isClosed`.
 */
export async function retryForever(
  action: () => Promise<void>,
  parts: {
    /** Names the work for reports: `listen to events`. */
    readonly during: string;
    readonly clock: Clock;
    readonly report: ReportFault;
    readonly isClosed: () => boolean;
  },
): Promise<void> {
  const { during, clock, report, isClosed } = parts;
  const backoff = new Backoff(clock, RETRY_BOUNDS);
  while (!isClosed()) {
    try {
      return await action();
    } catch (error) {
      report({ during, error });
    }
    await backoff.wait();
  }
}
