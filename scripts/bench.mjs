import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, fail, npm, prepare, root } from './prepare.mjs';

/**
 * The benchmarks, on the servers of DATABASE_URL and AMQP_URL, else on temporary ones: see
 * benchmarks/README.md. The first argument is the name of a scenario.
 */
const [scenario = 'yardstick'] = process.argv.slice(2);
const scenarios = readdirSync(join(root, 'benchmarks/scenarios'))
  .map((file) => file.replace('.ts', ''))
  .concat('smoke');
if (!scenarios.includes(scenario)) {
  fail(`There is no scenario "${scenario}": choose one of ${scenarios.join(', ')}.`);
}
/** These have a server for the participants' databases, so that its CPU can be told apart. */
const WITH_PARTICIPANTS_SERVER = ['library', 'smoke'];
/** These count statements. */
const WITH_STATEMENT_COUNTS = ['idle', 'live', 'smoke'];
/** These have other engines, which are installed first. */
const WITH_PEERS = ['peers', 'smoke'];
/** Everything once, as short as can be: whether it runs, not how fast. */
const SMOKE = {
  BENCH_ROUNDS: '1',
  BENCH_SECONDS: '1',
  BENCH_WARM_UP_SECONDS: '1',
  BENCH_CALIBRATION_SECONDS: '0.5',
  BENCH_IN_FLIGHT: '4',
  BENCH_CALLERS: '8',
  BENCH_RATE: '10',
  BENCH_SAGAS: '200',
  BENCH_OPEN: '200',
  BENCH_ENDED: '2000',
  BENCH_REQUESTS: '2',
  BENCH_LEAD_SECONDS: '15',
  BENCH_LOOKS: '1',
  BENCH_EVENTS: '2000',
  BENCH_TRANSITIONS: '1000',
  BENCH_SETTLE_SECONDS: '1',
  BENCH_MINUTES: '0.1',
  BENCH_TAKEOVERS: '1',
  BENCH_PEERS: 'product,baseline',
};
const given = { ...(scenario === 'smoke' ? SMOKE : {}), ...process.env };

prepare({ build: true });
compile('tsconfig.bench.json');
const { startKeeper } = await import('./servers/keeper.mjs');
const { startPostgres } = await import('./servers/postgres.mjs');
const { startRabbit } = await import('./servers/rabbitmq.mjs');

const folder = mkdtempSync(join(tmpdir(), 'conductor-bench-'));
chmodSync(folder, 0o755); // as root the servers run as users of their own
const keeper = startKeeper();
keeper.keep({ folders: [folder] });

const say = (line) => console.log(line);
const peers = join(folder, 'peers');
if (WITH_PEERS.includes(scenario)) await installPeers(peers);
const { DATABASE_URL, AMQP_URL, BENCH_PARTICIPANTS_DATABASE_URL } = given;
const env = {
  ...given,
  BENCH_SERVERS_DIR: folder,
  BENCH_PEERS_DIR: peers,
  DATABASE_URL: DATABASE_URL || (await startDatabase('postgres')),
  AMQP_URL: AMQP_URL || (await startRabbit({ dir: join(folder, 'rabbitmq'), keeper, say })).url,
};
if (!BENCH_PARTICIPANTS_DATABASE_URL && WITH_PARTICIPANTS_SERVER.includes(scenario)) {
  env.BENCH_PARTICIPANTS_DATABASE_URL = await startDatabase('participants');
}

const args = [join(root, 'dist/benchmarks/main.js'), ...process.argv.slice(2)];
// a process group of its own, so that the keeper ends all that is left of it however we end
const stdio = ['ignore', 'inherit', 'inherit'];
const bench = spawn(process.execPath, args, { cwd: root, env, stdio, detached: true });
keeper.keep({ groups: [bench.pid] });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bench.kill(signal));
const [code] = await once(bench, 'exit');
process.exitCode = code ?? 1;
await keeper.end();

async function startDatabase(name) {
  const settings = {
    shared_buffers: '512MB',
    ...(WITH_STATEMENT_COUNTS.includes(scenario)
      ? { shared_preload_libraries: 'pg_stat_statements' }
      : {}),
  };
  return (await startPostgres({ dir: join(folder, name), keeper, settings })).url;
}

/**
 * Other engines are no dependencies of the project: those that BENCH_PEERS chooses are installed
 * for this run, in the versions of benchmarks/peers/choice.ts.
 */
async function installPeers(into) {
  const { choose, packagesOf } = await import('../dist/benchmarks/peers/choice.js');
  const packages = packagesOf(chosenBy(choose));
  mkdirSync(into);
  writeFileSync(join(into, 'package.json'), JSON.stringify({ name: 'peers', private: true }));
  if (packages.length === 0) return;
  say(`Installing ${packages.join(', ')} …`);
  // Their install scripts only count installations.
  const where = [`--prefix=${into}`, '--ignore-scripts', '--prefer-offline'];
  const how = ['--no-audit', '--no-fund', '--loglevel=error'];
  const retries = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  if (npm(['install', ...where, ...how, ...retries, ...packages]) === 0) return;
  fail(
    'The other engines could not be installed: see above. It needs a connection to a npm registry.\n' +
      'Without one, `BENCH_PEERS=product,baseline npm run bench:peers` needs none of them.',
  );
}

function chosenBy(choose) {
  try {
    return choose(given.BENCH_PEERS);
  } catch (error) {
    return fail(error.message);
  }
}
