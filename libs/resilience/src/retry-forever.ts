import { Backoff } from './backoff.js';
import type { Clock } from './clock.js';
import type { ReportFault } from './fault-report.js';

const RETRY = { initialMs: 100, maxMs: 5000 };

/**
 * Does it again until it works, for what nothing else would ever begin again. Each failure is
 * reported. It gives up when `isClosed`.
 */
export async function retryForever(
  action: () => Promise<void>,
  parts: {
    /** What is done: `listen to events`. */
    readonly during: string;
    readonly clock: Clock;
    readonly report: ReportFault;
    readonly isClosed: () => boolean;
  },
): Promise<void> {
  const { during, clock, report, isClosed } = parts;
  const backoff = new Backoff(clock, RETRY);
  while (!isClosed()) {
    try {
      return await action();
    } catch (error) {
      report({ during, error });
    }
    await backoff.wait();
  }
}
