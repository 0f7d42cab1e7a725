import { startProduct, type Contender } from '../contender.js';
import { latencyText } from '../figures/latencies.js';
import { readDatabaseCounts, statementRates } from '../figures/statement-counts.js';
import { Listeners, type Heard } from '../listeners.js';
import { closedLoop, openLoop } from '../load.js';
import { measure, print, report, type Round } from '../measuring.js';
import { query } from '../databases.js';
import { servers } from '../servers.js';
import { numberOf, settings } from '../settings.js';

/** What streams cost, by a word of the statement. */
const STATEMENTS = {
  looks: 'pg_current_snapshot',
  descriptions: 'json_array_elements',
} as const;
/** After the last saga of a slice, whatever nobody told is found by the log within this. */
const SETTLE_MS = 2_500;

/** Fifty listeners of all sagas: how soon they hear, what it costs, and whether all of it comes. */
export async function live(): Promise<void> {
  const listenerCount = numberOf('BENCH_LISTENERS', 50);
  const perSecond = numberOf('BENCH_RATE', 200);
  const product = await startProduct({ replicas: numberOf('BENCH_REPLICAS', 1) });
  await closedLoop(product.urls, 64, settings.warmUpSeconds);
  const load = () => openLoop(product.urls, perSecond, settings.seconds);
  const rounds: Record<'alone' | 'heard', Round[]> = { alone: [], heard: [] };
  print(`${perSecond} sagas/s, nobody listens, then ${listenerCount} listen; in turn`);
  for (let round = 0; round < settings.rounds; round++) {
    rounds.alone.push(await measure(product, load));
    rounds.heard.push(await listenWhile(product, listenerCount, load));
  }
  report('nobody', rounds.alone);
  report('listeners', rounds.heard);
  print('');
  await product.stop();
}

type Load = () => ReturnType<typeof openLoop>;

async function listenWhile(product: Contender, count: number, load: Load): Promise<Round> {
  const listeners = new Listeners();
  await listeners.open(product.urls, count);
  const before = await readCounts(product);
  const eventsBefore = await transitionsIn(product);
  const beginAt = performance.now();
  const round = await measure(product, load);
  const seconds = (performance.now() - beginAt) / 1000;
  const after = await readCounts(product);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const transitions = (await transitionsIn(product)) - eventsBefore;
  printHeard(listeners.take(), transitions, await writeTimes(product));
  printQueries(before, after, seconds);
  listeners.close();
  return round;
}

function readCounts(product: Contender) {
  return readDatabaseCounts(servers.databaseUrl, product.databaseUrl);
}

async function transitionsIn({ databaseUrl }: Contender): Promise<number> {
  const text = 'select count(*)::float as count from saga_event';
  const [row] = await query<{ count: number }>(databaseUrl, text, []);
  return row?.count ?? 0;
}

/** By `sagaId/version`: when the row of its batch was written, right before the commit. */
async function writeTimes({ databaseUrl }: Contender): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ name: string; at: number }>(
    databaseUrl,
    `select left(change, 36) || '/' || substr(change, 39) as name,
            date_part('epoch', at) * 1000 as at
       from saga_change, unnest(string_to_array(changes, ' ')) as change`,
    [],
  );
  return new Map(rows.map(({ name, at }) => [name, at]));
}

/** Each listener must have heard as many as there were. */
function printHeard(
  { counts, times, others }: Heard,
  transitions: number,
  written: ReadonlyMap<string, number>,
): void {
  const latencies = times
    .map(([name, at]) => at - (written.get(name) ?? Number.NaN))
    .sort((a, b) => a - b);
  const missing = counts.reduce((sum, count) => sum + Math.max(0, transitions - count), 0);
  const twice = counts.reduce((sum, count) => sum + Math.max(0, count - transitions), 0);
  print(
    `  transitions      ${transitions}; missing ${missing} and twice ${twice} of all listeners`,
  );
  print(
    `  heard after ms   ${latencyText(latencies)} (${latencies.length} events; from the write)`,
  );
  if (others.length > 0) print(`  other events     ${others.length}: ${others[0]}`);
}

type Counts = Awaited<ReturnType<typeof readDatabaseCounts>>;

function printQueries(before: Counts, after: Counts, seconds: number): void {
  if (before.statements === null || after.statements === null) {
    print('  queries/s        not counted: the server has no pg_stat_statements');
    return;
  }
  const rates = statementRates(before.statements, after.statements, seconds);
  const of = (word: string): string =>
    rates
      .filter(({ text }) => text.includes(word))
      .reduce((sum, each) => sum + each.perSecond, 0)
      .toFixed(2);
  const shown = Object.entries(STATEMENTS).map(([name, word]) => `${name} ${of(word)}`);
  print(`  queries/s        ${shown.join('   ')}`);
}
