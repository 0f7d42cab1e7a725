import { bothLoads, warmUp } from '../both-loads.js';
import { startProduct } from '../contender.js';
import { query } from '../databases.js';
import { copyEndedSagas } from '../ended-sagas.js';
import { print } from '../measuring.js';
import { numberOf } from '../settings.js';

/** A conductor with many ended sagas in its tables, beside one that has only its own. */
export async function ended(): Promise<void> {
  const count = numberOf('BENCH_SAGAS', 1_000_000);
  const old = await startProduct({ name: 'with-ended' });
  const contenders = [old, await startProduct({ name: 'without' })];
  await warmUp(contenders);
  await fill(old.databaseUrl, count);
  await bothLoads(contenders);
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
