import { startProduct, type Contender } from '../contender.js';
import { closedLoop, openLoop, type LoadResult } from '../load.js';
import { print, takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';
import { checkWork } from '../with-library/work.js';

/**
 * The whole way as users run it: participants with the participant library, an inbox and a database
 * each. Beside it, in turn, the same with participants that only reply: the difference is what the
 * library, its database and Nest cost. At the end the participants' tables are compared with the
 * answers.
 */
export async function library(): Promise<void> {
  const callers = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 100);
  const withLibrary = await startProduct({ name: 'library', participants: 'library' });
  const contenders = [withLibrary, await startProduct({ name: 'replying' })];
  const ended = { sagas: 0, compensated: 0 };
  const counted = async (contender: Contender, load: Promise<LoadResult>): Promise<LoadResult> => {
    const result = await load;
    if (contender === withLibrary) {
      ended.sagas += result.sagas;
      ended.compensated += result.compensated;
    }
    return result;
  };
  for (const contender of contenders) {
    await counted(contender, closedLoop(contender.urls, 64, settings.warmUpSeconds));
  }
  await takeTurns(`closed loop, ${callers} in flight`, contenders, (contender) =>
    counted(contender, closedLoop(contender.urls, callers, settings.seconds)),
  );
  await takeTurns(`open loop, ${perSecond}/s`, contenders, (contender) =>
    counted(contender, openLoop(contender.urls, perSecond, settings.seconds)),
  );
  await checkWork(withLibrary.participantUrls, ended);
  print(`effects          of ${ended.sagas} sagas, each done once, and undone when it had to be\n`);
  for (const contender of contenders) await contender.stop();
}
