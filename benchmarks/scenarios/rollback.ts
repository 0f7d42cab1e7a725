import { startBaseline, startProduct } from '../contender.js';
import { closedLoop, openLoop } from '../load.js';
import { takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';

/**
 * Every saga is refused at its last step, and its first two are compensated. The latency from the
 * refusal counts from the participant's reply to the answer `compensated`; the yardstick's answers
 * do not tell the refusal.
 */
export async function rollback(): Promise<void> {
  const count = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 100);
  const options = { isRefused: () => true };
  const contenders = [await startProduct(), await startBaseline()];
  for (const { urls } of contenders) await closedLoop(urls, 64, settings.warmUpSeconds, options);
  await takeTurns(`every saga refused, closed loop, ${count} in flight`, contenders, ({ urls }) =>
    closedLoop(urls, count, settings.seconds, options),
  );
  await takeTurns(`every saga refused, open loop, ${perSecond}/s`, contenders, ({ urls }) =>
    openLoop(urls, perSecond, settings.seconds, options),
  );
  for (const contender of contenders) await contender.stop();
}
