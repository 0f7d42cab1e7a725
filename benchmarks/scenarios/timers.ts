import { setTimeout as delay } from 'node:timers/promises';
import { startProduct, type Contender } from '../contender.js';
import { microsecondsASaga, microsecondsText, usedBetween } from '../figures/cpu-use.js';
import { latencyText } from '../figures/latencies.js';
import { closedLoop, openLoop, type LoadResult } from '../load.js';
import { cpuOfAll, print } from '../measuring.js';
import { doneAt, type Remaining } from '../figures/progress.js';
import { probeReadiness, type ProbeResult } from '../readiness-probe.js';
import {
  countOpen,
  countSagas,
  delayedDefinition,
  startMany,
  untilHolding,
} from '../resting-sagas.js';
import { definition, numberOf, settings } from '../settings.js';

/** Sagas whose delays all end at the same instant, and what others see of it. */
export async function timers(): Promise<void> {
  const count = numberOf('BENCH_SAGAS', 100_000);
  const product = await startProduct({
    definitions: [definition, delayedDefinition],
    env: { CONDUCTOR_OPEN_SAGAS_MAX: String(count + 1000) },
  });
  await closedLoop(product.urls, 64, settings.warmUpSeconds);
  const dueAt = await arm(product, count);
  const before = await observe(product, AbortSignal.timeout(1000 * settings.seconds));
  if (Date.now() > dueAt) throw new Error('too late to see the time before: BENCH_LEAD_SECONDS');
  printSeen(`before: starts at ${probeRate()}/s, ${count} sagas in a delay`, before);
  await delay(dueAt - Date.now());
  await observeDue(product, count);
  await product.stop();
}

/** All of them rest when this resolves. Gives the instant at which they are due. */
async function arm(product: Contender, count: number): Promise<number> {
  const leadSeconds = numberOf('BENCH_LEAD_SECONDS', 30 + count / 300);
  const dueAt = Date.now() + leadSeconds * 1000;
  const name = delayedDefinition.name;
  const at = new Date(dueAt).toISOString();
  await startMany(product.urls[0] ?? '', { definition: name, count, at });
  await untilHolding(product.databaseUrl, { definition: name, count });
  return dueAt;
}

interface Seen {
  readonly starts: LoadResult;
  readonly readiness: ProbeResult;
}

/** What starts and probes see until the signal. */
async function observe({ urls }: Contender, signal: AbortSignal): Promise<Seen> {
  const [starts, readiness] = await Promise.all([
    openLoop(urls, probeRate(), Number.POSITIVE_INFINITY, { isPatient: true, signal }),
    probeReadiness(urls[0] ?? '', signal),
  ]);
  return { starts, readiness };
}

async function observeDue(product: Contender, count: number): Promise<void> {
  const over = new AbortController();
  const cpuBefore = cpuOfAll(product);
  const seeing = observe(product, over.signal);
  const looks = await untilGone(product, count).finally(() => over.abort());
  const seen = await seeing;
  const used = usedBetween(cpuBefore, cpuOfAll(product));
  const when = (share: number): string => `${doneAt(looks, count, share).toFixed(1)} s`;
  print(`${count} timers due at one instant: half of their sagas ended after ${when(0.5)},`);
  print(`  90 % after ${when(0.9)}, all after ${when(1)}`);
  printSeen('  meanwhile', seen);
  const sagas = count + seen.starts.sagas;
  print(`    CPU us a saga    ${microsecondsText(microsecondsASaga([{ used, sagas }]))}\n`);
}

const LOOK_EVERY_MS = 1000;
const ALL_MAX_MS = 900_000;

/** @throws Error when some did not complete */
async function untilGone({ databaseUrl }: Contender, count: number): Promise<Remaining[]> {
  const looks: Remaining[] = [];
  const beginAt = Date.now();
  for (;;) {
    const open = await countOpen(databaseUrl, delayedDefinition.name);
    looks.push({ at: (Date.now() - beginAt) / 1000, left: open });
    if (open === 0) break;
    if (Date.now() - beginAt > ALL_MAX_MS) throw new Error(`${open} sagas are still open`);
    await delay(LOOK_EVERY_MS);
  }
  const { completed } = await countSagas(databaseUrl, delayedDefinition.name);
  if (completed < count) throw new Error(`only ${completed} of ${count} sagas completed`);
  return looks;
}

function printSeen(what: string, { starts, readiness }: Seen): void {
  print(what);
  const { latencies, turnedAway, late } = starts;
  print(
    `    starts           ${starts.sagas} ended, ${turnedAway} turned away, ${late} after 60 s`,
  );
  print(`    latency ms       ${latencyText(latencies)}   max ${maxOf(latencies)}`);
  const answers = Object.entries(readiness.answers).map(([status, n]) => `${n} x ${status}`);
  print(`    readiness        ${answers.join(', ')}`);
  const { latencies: ofProbes } = readiness;
  print(`    latency ms       ${latencyText(ofProbes)}   max ${maxOf(ofProbes)}`);
}

function maxOf(ascending: readonly number[]): string {
  return ascending.at(-1)?.toFixed(1) ?? '-';
}

function probeRate(): number {
  return numberOf('BENCH_RATE', 20);
}
