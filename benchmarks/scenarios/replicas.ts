import { startProduct } from '../contender.js';
import { closedLoop, openLoop } from '../load.js';
import { takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';

/** Two conductors on one database, which callers ask in turn, beside one alone. */
export async function replicas(): Promise<void> {
  const count = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 200);
  const contenders = [
    await startProduct({ name: 'two-replicas', replicas: 2 }),
    await startProduct({ name: 'one-replica' }),
  ];
  for (const { urls } of contenders) await closedLoop(urls, 64, settings.warmUpSeconds);
  await takeTurns(`closed loop, ${count} in flight`, contenders, ({ urls }) =>
    closedLoop(urls, count, settings.seconds),
  );
  await takeTurns(`open loop, ${perSecond}/s`, contenders, ({ urls }) =>
    openLoop(urls, perSecond, settings.seconds),
  );
  for (const contender of contenders) await contender.stop();
}
