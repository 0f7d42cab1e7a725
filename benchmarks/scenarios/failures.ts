import { setTimeout as delay } from 'node:timers/promises';
import { startProduct } from '../contender.js';
import { query } from '../databases.js';
import { percentile } from '../figures/latencies.js';
import { print } from '../measuring.js';
import { numberOf } from '../settings.js';

/** Counts are shared for a second at most: whoever asks after that has them counted. */
const COUNTS_AGE_MAX_MS = 1_000;

/** How long the groups of many failing sagas take, counted anew for each answer. */
export async function failures(): Promise<void> {
  const sagas = numberOf('BENCH_SAGAS', 50_000);
  const groups = numberOf('BENCH_GROUPS', 60);
  const tries = numberOf('BENCH_TRIES', 30);
  const product = await startProduct();
  await fill(product.databaseUrl, { sagas, groups });
  const [size] = await query<{ bytes: string }>(
    product.databaseUrl,
    `select pg_size_pretty(pg_table_size('saga_failure')) as bytes`,
  );
  print(`${sagas} failing sagas in ${groups} groups, ${size?.bytes ?? '?'}`);
  const address = `${product.urls[0] ?? ''}/v1/admin/failures`;
  const times: number[] = [];
  for (let turn = 0; turn < tries; turn++) {
    await delay(COUNTS_AGE_MAX_MS + 100);
    const startedAt = performance.now();
    const answer = await fetch(address);
    const { groups: found } = (await answer.json()) as { groups: { count: number }[] };
    times.push(performance.now() - startedAt);
    const counted = found.reduce((sum, { count }) => sum + count, 0);
    if (groups <= found.length && counted !== sagas) {
      throw new Error(`${counted} of ${sagas} were counted`);
    }
  }
  const sorted = times.toSorted((a, b) => a - b);
  const [half, most, all] = [0.5, 0.9, 1].map((share) => percentile(sorted, share).toFixed(1));
  print(
    `  ${tries} answers over HTTP, each counted anew: p50 ${half}, p90 ${most}, max ${all} ms\n`,
  );
  await product.stop();
}

async function fill(
  databaseUrl: string,
  { sagas, groups }: { readonly sagas: number; readonly groups: number },
): Promise<void> {
  await query(
    databaseUrl,
    `insert into saga_failure (saga_id, fingerprint, definition_name, definition_version, step,
       direction, state, attempts, code, message, since, seen_at)
     select gen_random_uuid(), lpad(to_hex(n % $2::int), 16, '0'), 'bench-order', 1 + n % 3,
       'ship', 'execute', case when n % 2 = 0 then 'stuck' else 'retrying' end, 3, 'NO_TRUCK',
       'carrier ' || (n % $2::int) || ' has no truck for order ' || n || repeat(', it says', 10),
       clock_timestamp() - (n % 1500) * interval '1 minute', clock_timestamp()
     from generate_series(1, $1::int) as n`,
    [sagas, groups],
  );
  await query(databaseUrl, 'vacuum analyze saga_failure');
}
