import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGES } from '../../scripts/pack/packages.mjs';
import { root } from '../../scripts/prepare.mjs';
import { findFreePort } from '../../scripts/servers/ports.mjs';
import { ADAPTERS } from './adapters.mjs';
import { spendFifteenMinutes } from './fifteen-minutes.mjs';
import { Laps } from './laps.mjs';
import { Program, run, until } from './processes.mjs';
import { openServers } from './servers.mjs';

/* Exit code 0: everything was as the document says, with each adapter that was asked for. */

const { values, positionals: chosen } = parseArgs({
  options: { packs: { type: 'string' } },
  allowPositionals: true,
});
/** What is installed: for the services, and for the conductor. */
const SERVICES = ['participant', 'testing'];
const SERVER = 'server';
const doors = Object.keys(PACKAGES.participant?.doors ?? {});
const names = Object.keys(ADAPTERS).filter((name) =>
  chosen.length > 0 ? chosen.includes(name) : doors.includes(ADAPTERS[name].door),
);
if (names.length === 0) throw new Error(`there is no adapter to try: ${chosen.join(', ')}`);

const servers = await openServers(say);
let conductor;
try {
  const laps = new Laps('once', say);
  const packs = values.packs ? resolve(values.packs) : packAll();
  laps.lap('pack');
  conductor = await startConductor(packs);
  laps.lap('start the conductor');
  for (const name of names) {
    const own = new Laps(name, say);
    const lap = (what) => own.lap(what);
    const adapter = { name, ...ADAPTERS[name] };
    const needed = SERVICES.map((each) => fileOf(packs, each));
    await spendFifteenMinutes({ adapter, servers, conductor, packs: needed, lap });
    own.end();
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await conductor?.end();
  await servers.end();
}

/** Into a folder, which it gives. */
function packAll() {
  const packed = [...SERVICES, SERVER].filter((name) => name in PACKAGES);
  run('npm', ['run', 'pack', '--', ...packed, '--to', servers.folder], { cwd: root });
  return servers.folder;
}

function fileOf(packs, name) {
  const file = readdirSync(packs).find((each) => each.startsWith(`conductor-${name}-`));
  return file && join(packs, file);
}

/** By the package of the server where there is one, else as the repository has it. */
async function startConductor(packs) {
  const env = {
    ...process.env,
    AMQP_URL: servers.amqpUrl,
    DATABASE_URL: '',
    PORT: String(await findFreePort()),
    ORDER_SERVICE_PORT: String(await findFreePort()),
    CONDUCTOR_DATA_DIR: join(servers.folder, 'data'),
    CONDUCTOR_FIRST_ORDERS: 'off',
  };
  const url = `http://localhost:${env.PORT}`;
  const { script, cwd } = installConductor(fileOf(packs, SERVER));
  const start = async () => {
    const started = new Program(process.execPath, [script], { cwd, env });
    try {
      await until(`the conductor is ready at ${url}`, () => isReady(started, url));
    } catch (error) {
      await started.end('SIGKILL');
      throw new Error(`${error.message}\n${started.output}`);
    }
    return started;
  };
  let program = await start();
  return {
    url,
    kill: async () => {
      await program.end('SIGKILL');
      program = await start();
    },
    end: () => program.end(),
  };
}

function isReady(program, url) {
  program.requireRunning();
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function installConductor(file) {
  if (!file) return { script: join(root, 'scripts', 'start.mjs'), cwd: root };
  const cwd = join(servers.folder, 'conductor');
  mkdirSync(cwd);
  run('npm', ['init', '-y'], { cwd });
  run('npm', ['install', file, '--no-audit', '--no-fund'], { cwd });
  return { script: join(cwd, 'node_modules', '.bin', 'conductor-server'), cwd };
}

function say(line) {
  console.log(line);
}
