import { join } from 'node:path';
import { PACKAGES } from '../../scripts/pack/packages.mjs';
import { root } from '../../scripts/prepare.mjs';
import { findFreePort } from '../../scripts/servers/ports.mjs';
import { ADAPTERS } from './adapters.mjs';
import { spendFifteenMinutes } from './fifteen-minutes.mjs';
import { Laps } from './laps.mjs';
import { Program, run } from './processes.mjs';
import { openServers } from './servers.mjs';

/* Exit code 0: everything was as the document says, with each adapter that was asked for. */

const chosen = process.argv.slice(2);
const doors = Object.keys(PACKAGES.participant?.doors ?? {});
const names = Object.keys(ADAPTERS).filter((name) =>
  chosen.length > 0 ? chosen.includes(name) : doors.includes(ADAPTERS[name].door),
);
if (names.length === 0) throw new Error(`there is no adapter to try: ${chosen.join(', ')}`);

const servers = await openServers(say);
let conductor;
try {
  const laps = new Laps('once', say);
  const made = run('npm', ['run', '--silent', 'pack', '--', '--to', servers.folder], { cwd: root });
  const packs = made
    .trim()
    .split('\n')
    .filter((line) => line.endsWith('.tgz'));
  laps.lap('pack all packages');
  conductor = await startConductor();
  laps.lap('start the conductor');
  for (const name of names) {
    const own = new Laps(name, say);
    const lap = (what) => own.lap(what);
    const adapter = { name, ...ADAPTERS[name] };
    const needed = packs.filter((file) => /conductor-(?:participant|testing)-/.test(file));
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

/** By the package of the server where there is one, else as the repository has it. */
async function startConductor() {
  const env = {
    ...process.env,
    AMQP_URL: servers.amqpUrl,
    DATABASE_URL: '',
    PORT: String(await findFreePort()),
    ORDER_SERVICE_PORT: String(await findFreePort()),
    CONDUCTOR_DATA_DIR: join(servers.folder, 'data'),
    CONDUCTOR_FIRST_ORDERS: 'off',
  };
  const start = async () => {
    const started = new Program(process.execPath, ['scripts/start.mjs'], { cwd: root, env });
    await started.said('Conductor is running');
    return started;
  };
  let program = await start();
  return {
    url: `http://localhost:${env.PORT}`,
    kill: async () => {
      await program.end('SIGKILL');
      program = await start();
    },
    end: () => program.end(),
  };
}

function say(line) {
  console.log(line);
}
