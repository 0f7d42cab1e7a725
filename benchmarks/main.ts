import { cpus, totalmem } from 'node:os';
import { measureCommits, measureMessages } from './calibration.js';
import { print } from './measuring.js';
import { yardstick } from './scenarios/yardstick.js';
import { callers } from './scenarios/callers.js';
import { library } from './scenarios/library.js';
import { replicas } from './scenarios/replicas.js';
import { rollback } from './scenarios/rollback.js';
import { servers } from './servers.js';
import { settings } from './settings.js';

/**
 * `node main.js SCENARIO`, on the servers of `DATABASE_URL` and `AMQP_URL`; see README.md in this
 * folder. Without a name the product and the yardstick take turns.
 */
const SCENARIOS: Readonly<Record<string, () => Promise<void>>> = {
  library,
  callers,
  rollback,
  replicas,
};

const [name] = process.argv.slice(2);
const scenario = name === undefined ? yardstick : SCENARIOS[name];
if (!scenario) {
  print(
    `There is no scenario "${name}": leave it out, or choose ${Object.keys(SCENARIOS).join(', ')}`,
  );
  process.exit(2);
}
printConfiguration();
await calibrate('before');
await scenario();
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
