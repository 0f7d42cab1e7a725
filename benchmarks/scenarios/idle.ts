import { setTimeout as delay } from 'node:timers/promises';
import { startProduct, type Contender } from '../contender.js';
import { usedBetween } from '../figures/cpu-use.js';
import { cpuOfAll, print } from '../measuring.js';
import { startMany, untilHolding, waitingDefinition } from '../resting-sagas.js';
import { servers } from '../servers.js';
import { numberOf } from '../settings.js';
import { readDatabaseCounts, shortText, statementRates } from '../figures/statement-counts.js';

const SHOWN_MAX = 8;
/** `wake_at` of a command that was answered moves when its timeout would have ended: 30 s. */
const SETTLE_SECONDS = 45;

/** What a conductor costs that has nothing to do: with no saga, and with many that wait. */
export async function idle(): Promise<void> {
  const count = numberOf('BENCH_SAGAS', 10_000);
  const product = await startProduct({ definitions: [waitingDefinition] });
  await observe(product, 'no saga');
  const definition = waitingDefinition.name;
  await startMany(product.urls[0] ?? '', { definition, count });
  await untilHolding(product.databaseUrl, { definition, count });
  await observe(product, `${count} sagas waiting`);
  await untilHolding(product.databaseUrl, { definition, count });
  await product.stop();
}

async function observe(product: Contender, what: string): Promise<void> {
  const seconds = numberOf('BENCH_SECONDS', 60);
  await delay(numberOf('BENCH_SETTLE_SECONDS', SETTLE_SECONDS) * 1000);
  const read = () => readDatabaseCounts(servers.databaseUrl, product.databaseUrl);
  const [before, cpuBefore, beginAt] = [await read(), cpuOfAll(product), performance.now()];
  await delay(seconds * 1000);
  const [after, cpuAfter] = [await read(), cpuOfAll(product)];
  const passed = (performance.now() - beginAt) / 1000;
  const perSecond = (after.transactions - before.transactions) / passed;
  print(`${what}, ${Math.round(passed)} s`);
  printStatements(before.statements, after.statements, passed);
  print(`  transactions/s   ${perSecond.toFixed(2)}`);
  const used = Object.entries(usedBetween(cpuBefore, cpuAfter));
  const shares = used.map(([name, cpu]) => `${name} ${((cpu / passed) * 100).toFixed(2)}`);
  print(`  % of a core      ${shares.join('   ')}\n`);
}

type Statements = ReadonlyMap<string, number> | null;

function printStatements(before: Statements, after: Statements, seconds: number): void {
  if (before === null || after === null) {
    print('  queries/s        not counted: the server has no pg_stat_statements');
    return;
  }
  const rates = statementRates(before, after, seconds);
  const all = rates.reduce((sum, { perSecond }) => sum + perSecond, 0);
  print(`  queries/s        ${all.toFixed(2)}, with every begin and commit`);
  for (const { text, perSecond } of rates.slice(0, SHOWN_MAX)) {
    print(`    ${perSecond.toFixed(2).padStart(6)}  ${shortText(text)}`);
  }
}
