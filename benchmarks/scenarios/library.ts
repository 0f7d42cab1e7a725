import { startProduct, type Contender } from '../contender.js';
import { closedLoop, openLoop, type LoadResult } from '../load.js';
import { print, takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';
import { checkWork } from '../with-library/work.js';

/**
 * The whole way as users run it: participants with the participant library, an inbox and a database
 * each, without and with transactions for several commands. Beside them, in turn, participants that
 * only reply: the difference is what the library, its database and Nest cost. At the end the
 * participants' tables are compared with the answers.
 */
export async function library(): Promise<void> {
  const callers = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 100);
  const contenders = [
    await startProduct({ name: 'library', participants: 'library' }),
    await startProduct({ name: 'batches', participants: 'batches' }),
    await startProduct({ name: 'replying' }),
  ];
  const endedOf = new Map(contenders.map((each) => [each, { sagas: 0, compensated: 0 }]));
  const counted = async (contender: Contender, load: Promise<LoadResult>): Promise<LoadResult> => {
    const result = await load;
    const ended = endedOf.get(contender);
    if (ended) {
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
  for (const [{ name, participantUrls }, ended] of endedOf) {
    if (participantUrls.length === 0) continue;
    await checkWork(participantUrls, ended);
    print(
      `effects, ${name}  of ${ended.sagas} sagas, each done once, and undone when it had to be\n`,
    );
  }
  for (const contender of contenders) await contender.stop();
}
