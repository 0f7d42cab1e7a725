import { startProduct } from '../contender.js';
import { query } from '../databases.js';
import { copyEndedSagas } from '../ended-sagas.js';
import { closedLoop, openLoop } from '../load.js';
import { print, takeTurns } from '../measuring.js';
import { numberOf, settings } from '../settings.js';

/** A conductor with many ended sagas in its tables, beside one that has only its own. */
export async function ended(): Promise<void> {
  const count = numberOf('BENCH_SAGAS', 1_000_000);
  const callers = numberOf('BENCH_CALLERS', 256);
  const perSecond = numberOf('BENCH_RATE', 200);
  const old = await startProduct({ name: 'with-ended' });
  const contenders = [old, await startProduct({ name: 'without' })];
  for (const { urls } of contenders) await closedLoop(urls, 64, settings.warmUpSeconds);
  await fill(old.databaseUrl, count);
  await takeTurns(`closed loop, ${callers} in flight`, contenders, ({ urls }) =>
    closedLoop(urls, callers, settings.seconds),
  );
  await takeTurns(`open loop, ${perSecond}/s`, contenders, ({ urls }) =>
    openLoop(urls, perSecond, settings.seconds),
  );
  for (const contender of contenders) await contender.stop();
}

const PROGRESS_EVERY = 100_000;

async function fill(databaseUrl: string, count: number): Promise<void> {
  const beginAt = Date.now();
  const onProgress = (made: number): void => {
    if (made % PROGRESS_EVERY === 0)
      print(`  ${made} ended sagas made, ${secondsSince(beginAt)} s`);
  };
  await copyEndedSagas(databaseUrl, { count, onProgress });
  const [row] = await query<{ sagas: number; size: string }>(
    databaseUrl,
    `select count(*)::int as sagas, pg_size_pretty(pg_database_size(current_database())) as size
       from saga where ended_at is not null`,
  );
  if (!row || row.sagas < count) throw new Error(`only ${row?.sagas} sagas are there`);
  print(`${row.sagas} ended sagas, ${row.size}, made in ${secondsSince(beginAt)} s\n`);
}

function secondsSince(at: number): number {
  return Math.round((Date.now() - at) / 1000);
}
