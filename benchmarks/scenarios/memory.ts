import { setTimeout as delay } from 'node:timers/promises';
import { startProduct, type Contender } from '../contender.js';
import { closedLoop } from '../load.js';
import { measure, print, report } from '../measuring.js';
import {
  growthPerMinute,
  memoryByMinute,
  readMemory,
  type MemoryUse,
  type TimedMemory,
} from '../figures/memory-use.js';
import { startMany, untilHolding, waitingDefinition } from '../resting-sagas.js';
import { definition, numberOf, settings } from '../settings.js';

const QUIET_EVERY_MS = 1000;
const SAMPLE_EVERY_MS = 5000;

/** What one conductor holds while many sagas are open, and whether it grows at full rate. */
export async function memory(): Promise<void> {
  const count = numberOf('BENCH_SAGAS', 100_000);
  const product = await startProduct({
    definitions: [definition, waitingDefinition],
    env: { CONDUCTOR_OPEN_SAGAS_MAX: String(2 * count + 1000) },
  });
  await closedLoop(product.urls, 64, settings.warmUpSeconds);
  await printQuiet(product, 'no saga open, after the warm-up');
  const waiting = { definition: waitingDefinition.name, count };
  await startMany(product.urls[0] ?? '', waiting);
  await untilHolding(product.databaseUrl, waiting);
  await printQuiet(product, `${count} sagas open`);
  await atFullRate(product);
  await untilHolding(product.databaseUrl, waiting);
  await product.stop();
}

/** The least of what is seen for some seconds, so that little of it is garbage. */
async function printQuiet({ urls }: Contender, what: string): Promise<void> {
  const samples: MemoryUse[] = [];
  const seconds = numberOf('BENCH_SETTLE_SECONDS', 15);
  for (let second = 0; second < seconds; second++) {
    samples.push(await readMemory(urls[0] ?? ''));
    await delay(QUIET_EVERY_MS);
  }
  const rss = Math.min(...samples.map((sample) => sample.rss));
  const heapUsed = Math.min(...samples.map((sample) => sample.heapUsed));
  print(`${what}: RSS ${rss.toFixed(0)} MB, heap in use ${heapUsed.toFixed(0)} MB`);
}

async function atFullRate(product: Contender): Promise<void> {
  const callers = numberOf('BENCH_CALLERS', 256);
  const minutes = numberOf('BENCH_MINUTES', 10);
  print(`\n${minutes} min at full rate, ${callers} callers, the sagas from before still open`);
  const samples: TimedMemory[] = [];
  const sampling = new AbortController();
  const sampled = sample(product, samples, sampling.signal);
  const round = await measure(product, () => closedLoop(product.urls, callers, minutes * 60));
  sampling.abort();
  await sampled;
  report(product.name, [round]);
  const byMinute = memoryByMinute(samples);
  byMinute.forEach(({ rss, heapUsed }, minute) => {
    const number = String(minute + 1).padStart(3);
    const [shown, heap] = [rss.toFixed(0), heapUsed.toFixed(0)];
    print(`    minute ${number}       RSS ${shown} MB   heap ${heap} MB`);
  });
  const growth = growthPerMinute(byMinute.slice(1).map(({ rss }) => rss));
  const text = Number.isNaN(growth) ? 'not told by so few' : `${growth.toFixed(1)} MB a minute`;
  print(`    growth           ${text}, without the first minute\n`);
}

async function sample(
  { urls }: Contender,
  samples: TimedMemory[],
  signal: AbortSignal,
): Promise<void> {
  const beginAt = performance.now();
  while (!signal.aborted) {
    const use = await readMemory(urls[0] ?? '');
    samples.push({ ...use, at: (performance.now() - beginAt) / 1000 });
    await delay(SAMPLE_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
