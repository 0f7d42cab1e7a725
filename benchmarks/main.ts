import { cpus, totalmem } from 'node:os';
import { measureCommits, measureMessages } from './calibration.js';
import { startBaseline, startProduct, type Contender } from './contender.js';
import { cpuSeconds, findPid } from './cpu.js';
import { closedLoop, openLoop, percentile, type LoadResult } from './load.js';
import { settings } from './settings.js';

/**
 * The product and the yardstick take turns on the servers of `DATABASE_URL` and `AMQP_URL`; see
 * README.md in this folder. If a server's data is below `BENCH_SERVERS_DIR`, the server is ours,
 * and its CPU time is counted too.
 */
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const amqpUrl = process.env['AMQP_URL'] ?? '';
const port = Number(process.env['BENCH_PORT'] ?? 3999);

interface Round {
  readonly result: LoadResult;
  readonly perSecond: number;
  /** By process, in cores. */
  readonly cores: Record<string, number>;
}

printConfiguration();
await calibrate('before');
const contenders = [await startProduct(port), await startBaseline(port + 1)];
for (const { url } of contenders) await closedLoop(url, 64, settings.warmUpSeconds);

for (const inFlight of settings.inFlight) {
  await compare(`closed loop, ${inFlight} in flight`, ({ url }) =>
    closedLoop(url, inFlight, settings.closedLoopSeconds),
  );
}
const { perSecond, seconds } = settings.openLoop;
await compare(`open loop, ${perSecond}/s`, ({ url }) => openLoop(url, perSecond, seconds));
for (const contender of contenders) await contender.stop();
await calibrate('after');

function printConfiguration(): void {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const { refuseEvery, rounds } = settings;
  print(
    `machine        ${cpus().length} x ${cpus()[0]?.model}, ${memory}, Node ${process.version}`,
  );
  print(`saga           3 steps, one in ${refuseEvery} refused at the last and compensated`);
  print('durable        Postgres fsync and synchronous_commit on; quorum queues, confirms');
  print(`rounds         ${rounds}, product and baseline in turn; the median round is shown\n`);
}

async function calibrate(when: string): Promise<void> {
  const commits = await measureCommits(databaseUrl);
  const messages = await measureMessages(amqpUrl);
  print(`calibration    ${when}: ${Math.round(commits)} single-row commits/s (1 connection),`);
  print(`               ${Math.round(messages)} messages/s confirmed and consumed (quorum)\n`);
}

async function compare(
  name: string,
  load: (contender: Contender) => Promise<LoadResult>,
): Promise<void> {
  print(name);
  const rounds: Round[][] = contenders.map(() => []);
  for (let turn = 0; turn < settings.rounds; turn++) {
    for (const [index, contender] of contenders.entries()) {
      rounds[index]?.push(await measure(contender, () => load(contender)));
    }
  }
  contenders.forEach((contender, index) => report(contender, rounds[index] ?? []));
  const [product = [], baseline = []] = rounds;
  const ratios = product.map((round, index) => round.perSecond / (baseline[index]?.perSecond ?? 0));
  print(`  product against baseline, sagas/s: ${spread(ratios, 2)}\n`);
}

async function measure(contender: Contender, run: () => Promise<LoadResult>): Promise<Round> {
  const before = cpuByProcess(contender);
  const result = await run();
  const after = cpuByProcess(contender);
  const cores = Object.fromEntries(
    Object.entries(after).map(([process, used]) => {
      return [process, (used - (before[process] ?? 0)) / result.seconds];
    }),
  );
  return { result, perSecond: result.sagas / result.seconds, cores };
}

function report(contender: Contender, rounds: readonly Round[]): void {
  const perSecond = rounds.map((round) => round.perSecond);
  const median = rounds.find((round) => round.perSecond === middle(perSecond));
  if (!median) return;
  const { sagas, compensated, latencies } = median.result;
  const ms = (share: number): string => percentile(latencies, share).toFixed(1);
  const used = Object.entries(median.cores).map(([name, cores]) => `${name} ${cores.toFixed(2)}`);
  const total = Object.values(median.cores).reduce((sum, cores) => sum + cores, 0);
  print(`  ${contender.name.padEnd(10)} ${spread(perSecond, 0)} sagas/s to completion`);
  print(`    sagas        ${sagas}, of them compensated ${compensated}`);
  print(`    latency ms   p50 ${ms(0.5)}   p95 ${ms(0.95)}   p99 ${ms(0.99)}`);
  print(`    CPU cores    ${used.join('   ')}`);
  print(`    CPU a saga   ${((total * 1000) / median.perSecond).toFixed(2)} ms in all`);
}

/** The median, with the range when there is one. */
function spread(values: readonly number[], digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  if (values.length < 2) return text(middle(values));
  return `${text(middle(values))} [${text(Math.min(...values))}-${text(Math.max(...values))}]`;
}

function middle(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

function cpuByProcess(contender: Contender): Record<string, number> {
  const dir = process.env['BENCH_SERVERS_DIR'];
  const postgres = dir && findPid(['postgres', '-D', dir]);
  const rabbit = dir && findPid(['beam.smp', dir]);
  return {
    ...contender.cpu(),
    load: cpuSeconds(process.pid, { isAlone: true }),
    ...(postgres ? { Postgres: cpuSeconds(postgres) } : {}),
    ...(rabbit ? { RabbitMQ: cpuSeconds(rabbit) } : {}),
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
