import { cpus, totalmem } from 'node:os';
import { measureCommits, measureMessages } from './calibration.js';
import { print } from './measuring.js';
import { yardstick } from './scenarios/yardstick.js';
import { callers } from './scenarios/callers.js';
import { ended } from './scenarios/ended.js';
import { idle } from './scenarios/idle.js';
import { library } from './scenarios/library.js';
import { memory } from './scenarios/memory.js';
import { replicas } from './scenarios/replicas.js';
import { rollback } from './scenarios/rollback.js';
import { timers } from './scenarios/timers.js';
import { servers } from './servers.js';
import { settings } from './settings.js';

/**
 * `node main.js SCENARIO`, on the servers of `DATABASE_URL` and `AMQP_URL`; see README.md in this
 * folder. Without a name it is `yardstick`; `smoke` is all of them.
 */
const SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  yardstick,
  library,
  callers,
  rollback,
  replicas,
  ended,
  timers,
  idle,
  memory,
};

const chosen = choose(process.argv[2]);
printConfiguration();
await calibrate('before');
for (const scenario of chosen) await scenario();
await calibrate('after');

function printConfiguration(): void {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const { refuseEvery, rounds } = settings;
  print(
    `machine        ${cpus().length} x ${cpus()[0]?.model}, ${memory}, Node ${process.version}`,
  );
  print(`saga           3 steps, one in ${refuseEvery} refused at the last and compensated`);
  print('durable        Postgres fsync and synchronous_commit on; quorum queues, confirms');
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
