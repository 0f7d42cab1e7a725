import type { Contender } from './contender.js';
import { closedLoop, openLoop } from './load.js';
import { takeTurns } from './measuring.js';
import { numberOf, settings } from './settings.js';

/** Node compiles what runs often: nobody is measured before. */
export async function warmUp(contenders: readonly Contender[]): Promise<void> {
  for (const { urls } of contenders) await closedLoop(urls, 64, settings.warmUpSeconds);
}

/**
 * Contenders take turns at `BENCH_CALLERS` (256) callers in a closed loop, then at `BENCH_RATE`
 * (200) starts a second; after it they are stopped.
 */
export async function bothLoads(contenders: readonly Contender[]): Promise<void> {
  const callers = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 200);
  await takeTurns(`closed loop, ${callers} in flight`, contenders, ({ urls }) =>
    closedLoop(urls, callers, settings.seconds),
  );
  await takeTurns(`open loop, ${perSecond}/s`, contenders, ({ urls }) =>
    openLoop(urls, perSecond, settings.seconds),
  );
  for (const contender of contenders) await contender.stop();
}
