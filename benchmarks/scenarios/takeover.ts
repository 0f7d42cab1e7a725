import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '#servers/ports';
import { startProduct, type Contender } from '../contender.js';
import { query } from '../databases.js';
import { print } from '../measuring.js';
import { Processes } from '../processes.js';
import { countOpen, startMany } from '../resting-sagas.js';
import { spread } from '../rounds.js';
import { definition, numberOf, settings } from '../settings.js';

/** Of which some are open when the replica that sent their commands goes. */
const SAGAS = 2000;
const OPEN_MIN = 20;
const LOOK_MS = 20;
const GIVE_UP_MS = 120_000;

/** What is done to a replica, and whether the broker sees that its connections are gone. */
const ENDS = [
  ['kill -9', 'SIGKILL'],
  ['stands still', 'SIGSTOP'],
] as const;

interface Measured {
  readonly leaseMs: number;
  readonly endedMs: number;
  readonly openThen: number;
}

/**
 * How long after a replica is gone another one reads its reply queue, and has ended the sagas whose
 * commands the first one sent.
 */
export async function takeover(): Promise<void> {
  const product = await startProduct();
  try {
    for (const [what, signal] of ENDS) await report(product, what, signal);
  } finally {
    await product.stop();
  }
}

async function report(product: Contender, what: string, signal: NodeJS.Signals): Promise<void> {
  const rounds = numberOf('BENCH_TAKEOVERS', 10);
  const all: Measured[] = [];
  for (let round = 0; round < rounds; round++) all.push(await measure(product, signal));
  print(`${what}, ${rounds} times; from the signal, median [range] of s`);
  print(`  its reply queue is leased by the other one  ${seconds(all.map((m) => m.leaseMs))}`);
  print(`  all sagas have ended                        ${seconds(all.map((m) => m.endedMs))}`);
  print(`  sagas that were open then                   ${all.map((m) => m.openThen).join(' ')}\n`);
}

async function measure(product: Contender, signal: NodeJS.Signals): Promise<Measured> {
  const others = new Processes('takeover');
  const port = String(await findFreePort());
  const prefix = `${settings.prefix}-product`;
  const child = others.start('../apps/conductor/src/main.js', [], {
    ...{ PORT: port, DATABASE_URL: product.databaseUrl },
    ...{ CONDUCTOR_PREFIX: prefix, BENCH_PREFIX: prefix },
  });
  const home = await untilHome(product.databaseUrl);
  const url = `http://127.0.0.1:${port}`;
  // it fails when the replica is gone
  void startMany(url, { definition: definition.name, count: SAGAS }).catch(() => undefined);
  const open = () => countOpen(product.databaseUrl, definition.name);
  await until('sagas are open', async () => (await open()) >= OPEN_MIN);
  const at = Date.now();
  const gone = end(others, child, signal);
  const openThen = await open();
  const leasedAt = await untilTaken(product.databaseUrl, home);
  await until('all have ended', async () => (await open()) === 0);
  const endedMs = Date.now() - at;
  await gone;
  if (signal !== 'SIGKILL') await others.stop('SIGKILL');
  return { leaseMs: leasedAt - at, endedMs, openThen };
}

/** Resolves when it is gone, or stands still. */
async function end(others: Processes, child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (signal === 'SIGKILL') return others.stop(signal);
  child.kill(signal);
}

interface Lease extends Record<string, unknown> {
  readonly number: number;
  readonly fence: number;
}

/** The queue that the second replica has taken for itself. */
async function untilHome(databaseUrl: string): Promise<Lease> {
  let found: Lease | undefined;
  await until('the second replica has a reply queue', async () => {
    const homes = await query<Lease>(
      databaseUrl,
      `select number, fence from reply_queue where is_home order by leased_at desc`,
    );
    found = homes.length === 2 ? homes[0] : undefined;
    return found !== undefined;
  });
  if (!found) throw new Error('there is one by now');
  return found;
}

/** When the other one wrote its lease, which it begins to read then; ms since the epoch. */
async function untilTaken(databaseUrl: string, { number, fence }: Lease): Promise<number> {
  let at = 0;
  await until('its reply queue is taken', async () => {
    const text = `select date_part('epoch', leased_at) * 1000 as at from reply_queue
                   where number = $1 and fence > $2`;
    at = (await query<{ at: number }>(databaseUrl, text, [number, fence]))[0]?.at ?? 0;
    return at > 0;
  });
  return at;
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`not in ${GIVE_UP_MS / 1000} s: ${what}`);
    await delay(LOOK_MS);
  }
}

function seconds(ms: readonly number[]): string {
  return spread(
    ms.map((value) => value / 1000),
    2,
  );
}
