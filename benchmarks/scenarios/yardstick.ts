import { startBaseline, startProduct } from '../contender.js';
import { closedLoop, openLoop } from '../load.js';
import { takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';

/** The product beside the yardstick: closed loops of several sizes, and a fixed rate. */
export async function yardstick(): Promise<void> {
  const contenders = [await startProduct(), await startBaseline()];
  for (const { urls } of contenders) await closedLoop(urls, 64, settings.warmUpSeconds);
  for (const inFlight of settings.inFlight) {
    await takeTurns(`closed loop, ${inFlight} in flight`, contenders, ({ urls }) =>
      closedLoop(urls, inFlight, settings.seconds),
    );
  }
  const perSecond = numberOf('BENCH_RATE', 200);
  await takeTurns(`open loop, ${perSecond}/s`, contenders, ({ urls }) =>
    openLoop(urls, perSecond, settings.seconds),
  );
  for (const contender of contenders) await contender.stop();
}
