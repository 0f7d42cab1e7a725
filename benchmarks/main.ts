import { statfsSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { measureCommits, measureMessages } from './calibration.js';
import { query } from './databases.js';
import { print } from './measuring.js';
import { yardstick } from './scenarios/yardstick.js';
import { callers } from './scenarios/callers.js';
import { inBrowser } from './scenarios/console.js';
import { ended } from './scenarios/ended.js';
import { failures } from './scenarios/failures.js';
import { finding } from './scenarios/finding.js';
import { idle } from './scenarios/idle.js';
import { library } from './scenarios/library.js';
import { live } from './scenarios/live.js';
import { memory } from './scenarios/memory.js';
import { parts } from './scenarios/parts.js';
import { peers } from './scenarios/peers.js';
import { replicas } from './scenarios/replicas.js';
import { rollback } from './scenarios/rollback.js';
import { takeover } from './scenarios/takeover.js';
import { timers } from './scenarios/timers.js';
import { versions } from './scenarios/versions.js';
import { servers } from './servers.js';
import { settings } from './settings.js';

/**
 * `node main.js SCENARIO`, on the servers of `DATABASE_URL` and `AMQP_URL`; see README.md in this
 * folder. Without a name it is `yardstick`; `smoke` is all of them.
 */
const SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  yardstick,
  library,
  live,
  callers,
  console: inBrowser,
  rollback,
  replicas,
  takeover,
  ended,
  finding,
  failures,
  timers,
  idle,
  memory,
  parts,
  peers,
  versions,
};

/** The type of tmpfs, see statfs(2): there a sync to the disk costs nothing. */
const TMPFS_MAGIC = 0x01021994;

const chosen = choose(process.argv[2]);
await requireDurable();
printConfiguration();
await calibrate('before');
for (const scenario of chosen) await scenario();
await calibrate('after');

/** Nothing is measured on a server that would lose what it committed. */
async function requireDurable(): Promise<void> {
  const names = ['fsync', 'synchronous_commit', 'full_page_writes'];
  const off = await query<{ name: string }>(
    servers.databaseUrl,
    "select name from pg_settings where name = any($1) and setting = 'off'",
    [names],
  );
  if (off.length === 0) return;
  print(`PostgreSQL would lose commits: turn on ${off.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

function printConfiguration(): void {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const { refuseEvery, rounds } = settings;
  print(
    `machine        ${cpus().length} x ${cpus()[0]?.model}, ${memory}, Node ${process.version}`,
  );
  print(`saga           3 steps, one in ${refuseEvery} refused at the last and compensated`);
  print('durable        Postgres fsync and synchronous_commit on; quorum queues, confirms');
  if (statfsSync(tmpdir()).type === TMPFS_MAGIC) {
    print(`               but ${tmpdir()} is in memory: set TMPDIR to a folder on a disk`);
  }
  print(`rounds         ${rounds}, in turn; medians, and the ranges of the rounds\n`);
}

async function calibrate(when: string): Promise<void> {
  const commits = await measureCommits(servers.databaseUrl);
  const messages = await measureMessages(servers.amqpUrl);
  print(`calibration    ${when}: ${Math.round(commits)} single-row commits/s (1 connection),`);
  print(`               ${Math.round(messages)} messages/s confirmed and consumed (quorum)\n`);
}

function choose(name = 'yardstick'): readonly (() => Promise<void>)[] {
  if (name === 'smoke') return Object.values(SCENARIOS);
  const scenario = SCENARIOS[name];
  if (!scenario) throw new Error(`there is no scenario "${name}"`);
  return [scenario];
}
