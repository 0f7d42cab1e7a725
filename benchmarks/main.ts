import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { measureCommits, measureMessages } from './calibration.js';
import { cpuSeconds, findPid } from './cpu.js';
import { closedLoop, openLoop, percentile, type LoadResult } from './load.js';
import { definition, settings } from './settings.js';

/**
 * Conductor and three trivial participants as processes, on the servers of `DATABASE_URL` and
 * `AMQP_URL`; see README.md in this folder. Servers whose data lies below `BENCH_SERVERS_DIR` are
 * ours, so their CPU is counted too.
 */
const databaseUrl = process.env['DATABASE_URL'] ?? '';
const amqpUrl = process.env['AMQP_URL'] ?? '';
const port = Number(process.env['BENCH_PORT'] ?? 3999);
const url = `http://127.0.0.1:${port}`;
const children: ChildProcess[] = [];
let batchesBefore = { sum: 0, count: 0 };
let isStopping = false;
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

printConfiguration();
await calibrate('before');
const conductor = startConductor();
const participants = ['order', 'payment', 'shipping'].map(startParticipant);
await Promise.all(participants.map((child) => once(child, 'message')));
await waitUntilReady();
await postDefinition();

await closedLoop(url, 64, settings.warmUpSeconds);
for (const inFlight of settings.inFlight) {
  await measure(`closed loop, ${inFlight} in flight`, () =>
    closedLoop(url, inFlight, settings.closedLoopSeconds),
  );
}
const { perSecond, seconds } = settings.openLoop;
await measure(`open loop, ${perSecond}/s`, () => openLoop(url, perSecond, seconds));
await stop();
await calibrate('after');

function printConfiguration(): void {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  print(
    `machine        ${cpus().length} x ${cpus()[0]?.model}, ${memory}, Node ${process.version}`,
  );
  print(
    `saga           3 steps, one in ${settings.refuseEvery} refused at the last and compensated`,
  );
  print('durable        Postgres fsync and synchronous_commit on; quorum queues, confirms\n');
}

async function calibrate(when: string): Promise<void> {
  const commits = await measureCommits(databaseUrl);
  const messages = await measureMessages(amqpUrl);
  print(`calibration    ${when}: ${Math.round(commits)} single-row commits/s (1 connection),`);
  print(`               ${Math.round(messages)} messages/s confirmed and consumed (quorum)\n`);
}

async function measure(name: string, run: () => Promise<LoadResult>): Promise<void> {
  await meanBatch();
  const before = cpuByProcess();
  const result = await run();
  const after = cpuByProcess();
  const { sagas, compensated, latencies } = result;
  const ms = (share: number): string => percentile(latencies, share).toFixed(1);
  print(`${name}: ${(sagas / result.seconds).toFixed(0)} sagas/s to completion`);
  print(`  ${sagas} sagas, ${compensated} of them compensated, in ${result.seconds.toFixed(1)} s`);
  print(`  latency ms     p50 ${ms(0.5)}   p95 ${ms(0.95)}   p99 ${ms(0.99)}`);
  const cores = Object.entries(after).map(([process, used]) => {
    const share = (used - (before[process] ?? 0)) / result.seconds;
    return `${process} ${share.toFixed(2)}`;
  });
  print(`  batches        ${(await meanBatch()).toFixed(1)} transitions on average`);
  const total = Object.values(after).reduce((sum, used) => sum + used, 0);
  const begun = Object.values(before).reduce((sum, used) => sum + used, 0);
  print(`  CPU cores      ${cores.join('   ')}`);
  print(`  CPU a saga     ${(((total - begun) * 1000) / sagas).toFixed(2)} ms in all\n`);
}

function cpuByProcess(): Record<string, number> {
  const dir = process.env['BENCH_SERVERS_DIR'];
  const used: Record<string, number> = {
    conductor: cpuSeconds(conductor.pid ?? 0),
    participants: participants.reduce((sum, child) => sum + cpuSeconds(child.pid ?? 0), 0),
    load: cpuSeconds(process.pid, { isAlone: true }),
  };
  const postgres = dir && findPid(['postgres', '-D', dir]);
  const rabbit = dir && findPid(['beam.smp', dir]);
  if (postgres) used['Postgres'] = cpuSeconds(postgres);
  if (rabbit) used['RabbitMQ'] = cpuSeconds(rabbit);
  return used;
}

function startConductor(): ChildProcess {
  return startChild('../apps/conductor/src/main.js', [], {
    PORT: String(port),
    CONDUCTOR_PREFIX: settings.prefix,
  });
}

function startParticipant(name: string): ChildProcess {
  return startChild('./participant.js', [name], {});
}

function startChild(file: string, args: string[], env: Record<string, string>): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, args, {
    env: { ...process.env, ...env, LOG_LEVEL: 'warn' },
    execArgv: profileOptions(file),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.on('exit', (code) => {
    if (isStopping || code === 0) return;
    print(`${file} ${args.join(' ')} ended with code ${code}`);
    process.exit(1);
  });
  children.push(child);
  return child;
}

function profileOptions(file: string): string[] {
  const { profileDir } = settings;
  const isWanted = profileDir !== undefined && file.includes('conductor');
  return isWanted ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
}

/** Transitions in a batch, on average, since the last call. */
async function meanBatch(): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const read = (name: string): number =>
    Number(new RegExp(`^conductor_batch_transitions_${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0);
  const [sum, count] = [read('sum') - batchesBefore.sum, read('count') - batchesBefore.count];
  batchesBefore = { sum: read('sum'), count: read('count') };
  return sum / count;
}

async function waitUntilReady(): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the conductor is not ready after 30 s');
}

async function postDefinition(): Promise<void> {
  const answer = await fetch(`${url}/v1/definitions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(definition),
  });
  if (!answer.ok) throw new Error(`the definition was refused: ${await answer.text()}`);
}

async function stop(): Promise<void> {
  isStopping = true;
  for (const child of children) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
