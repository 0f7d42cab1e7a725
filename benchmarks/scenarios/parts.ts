import { startProduct } from '../contender.js';
import { closedLoop, openLoop } from '../load.js';
import { takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';

/** With these a conductor reads every saga again, or sends each command by itself. */
const WITHOUT = {
  memory: { CONDUCTOR_SAGAS_IN_MEMORY: '1' },
  envelopes: { CONDUCTOR_COMMANDS_PER_MESSAGE: '1' },
};

/** What each part of the hot path gives: the product without it, beside the whole product. */
export async function parts(): Promise<void> {
  const count = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 200);
  const contenders = [
    await startProduct({ name: 'whole' }),
    await startProduct({ name: 'no-memory', env: WITHOUT.memory }),
    await startProduct({ name: 'no-envelopes', env: WITHOUT.envelopes }),
    await startProduct({ name: 'neither', env: { ...WITHOUT.memory, ...WITHOUT.envelopes } }),
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
