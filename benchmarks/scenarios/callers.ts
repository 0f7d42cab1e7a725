import { startBaseline, startProduct } from '../contender.js';
import { closedLoop } from '../load.js';
import { takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';

/** Many callers at once, the product beside the yardstick. */
export async function callers(): Promise<void> {
  const count = numberOf('BENCH_CALLERS', 1000);
  const contenders = [await startProduct(), await startBaseline()];
  for (const { urls } of contenders) await closedLoop(urls, count, settings.warmUpSeconds);
  await takeTurns(`closed loop, ${count} callers`, contenders, ({ urls }) =>
    closedLoop(urls, count, settings.seconds),
  );
  for (const contender of contenders) await contender.stop();
}
