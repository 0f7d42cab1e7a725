import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPostgresAccount, findPostgresBinaries } from './postgres-binaries.mjs';
import { findFreePort } from './ports.mjs';

const LOG_MAX_BYTES = 10 * 1024 * 1024;

/** Durable, even in a power cut; reachable over loopback only. */
const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * A PostgreSQL server of our own on the loopback interface, from the npm package.
 *
 * - `dir`: what it keeps: the port and the password (`server.json`), the data and the log
 *   (`postgres/`). Made when it is not there; what is there is kept and served.
 * - `settings`: of the server, over ours.
 * - `keeper`: ends the server with this process, whatever happens, and removes `dir`: for tests.
 *
 * Gives `url` of the database `postgres`, `adopted` (the server was running: its last owner was
 * killed), `stop()`, which is a clean one, and `abort()`, which waits for nothing. The server runs
 * apart from us: a signal for the terminal does not reach it, and so it outlives everybody who
 * writes to it.
 */
export async function startPostgres({ dir, settings = {}, keeper }) {
  const server = openFolder(resolve(dir));
  if (!existsSync(server.data)) initialise(server);
  keeper?.keep({ pidFiles: [join(server.data, 'postmaster.pid')], folders: [resolve(dir)] });
  let adopted = await isRunning(server);
  if (!adopted) adopted = !(await start(server, settings));
  const { port, password } = server.readFacts();
  return {
    adopted,
    url: `postgres://conductor:${password}@127.0.0.1:${port}/postgres`,
    stop: () => stop(server),
    abort: () => abort(server),
  };
}

function openFolder(dir) {
  mkdirSync(dir, { recursive: true });
  const home = join(dir, 'postgres');
  mkdirSync(home, { recursive: true });
  const binaries = findPostgresBinaries();
  const account = findPostgresAccount([binaries.initdb, home]);
  const own = (path) => {
    if (account.uid !== undefined) chownSync(path, account.uid, account.gid);
  };
  own(home);
  const facts = join(dir, 'server.json');
  return {
    home,
    binaries,
    account,
    own,
    data: join(home, 'data'),
    log: join(home, 'postgres.log'),
    readFacts() {
      try {
        return JSON.parse(readFileSync(facts, 'utf8'));
      } catch (cause) {
        throw new Error(`${facts} cannot be read: ${cause.message}`, { cause });
      }
    },
    writeFacts(value) {
      writeFileSync(`${facts}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600 });
      renameSync(`${facts}.new`, facts);
    },
  };
}

/**
 * Creates it in a folder beside it and renames that when it is complete, so an interrupted start
 * leaves nothing half-done.
 */
function initialise(server) {
  for (const name of readdirSync(server.home)) {
    if (name.startsWith('new-')) rmSync(join(server.home, name), { recursive: true });
  }
  const password = randomBytes(18).toString('base64url');
  const draft = join(server.home, `new-${process.pid}`);
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  server.own(passwordFile);
  const how = '--username=conductor --auth=scram-sha-256 --encoding=UTF8 --locale=C';
  // Sorts the same whatever the machine: its locales may change beneath the indexes, ours do not.
  const locale = '--locale-provider=builtin --builtin-locale=C.UTF-8';
  const flags = [`--pgdata=${draft}`, `--pwfile=${passwordFile}`];
  run(server, server.binaries.initdb, [...flags, ...`${how} ${locale}`.split(' ')]);
  rmSync(passwordFile);
  server.writeFacts({ port: 0, password });
  renameSync(draft, server.data);
}

/** True: started here. False: another process was faster. */
async function start(server, settings) {
  const facts = server.readFacts();
  const port = await findFreePort(facts.port);
  if (port !== facts.port) server.writeFacts({ ...facts, port });
  writeSettings(server, { ...ALWAYS, ...settings, port: String(port) });
  if (existsSync(server.log) && statSync(server.log).size > LOG_MAX_BYTES) rmSync(server.log);
  const flags = ['start', '--wait', '--timeout=120', '--silent'];
  try {
    await runAsync(server, [...flags, `--pgdata=${server.data}`, `--log=${server.log}`]);
    return true;
  } catch (error) {
    if (await isRunning(server)) return false;
    throw error;
  }
}

function writeSettings(server, settings) {
  const file = join(server.data, 'postgresql.auto.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  writeFileSync(file, `# written at every start\n${lines.join('\n')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  server.own(file);
}

/** pg_ctl recognizes a stale pid file of a crash, unless its pid is in use again. */
async function isRunning(server) {
  const args = ['status', `--pgdata=${server.data}`];
  const running = () => call(server, server.binaries.pgCtl, args).status === 0;
  if (!running()) return false;
  if (isSomebodyElse(server)) {
    rmSync(join(server.data, 'postmaster.pid'), { force: true });
    return false;
  }
  // It may still be starting, or ending: settled when its pid file says "ready".
  for (let tries = 0; tries < 600; tries += 1) {
    const file = join(server.data, 'postmaster.pid');
    if (!existsSync(file)) break;
    if (readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready') return true;
    await delay(100);
  }
  return running();
}

/** After a reboot the pid may belong to another program; Linux can tell. */
function isSomebodyElse(server) {
  try {
    const pid = Number.parseInt(readFileSync(join(server.data, 'postmaster.pid'), 'utf8'), 10);
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres';
  } catch {
    return false; // ended in the meantime, or no /proc here
  }
}

async function stop(server) {
  if (call(server, server.binaries.pgCtl, ['status', `--pgdata=${server.data}`]).status !== 0)
    return;
  const flags = ['stop', '--mode=fast', '--wait', '--timeout=60', '--silent'];
  try {
    await runAsync(server, [...flags, `--pgdata=${server.data}`]);
  } catch (error) {
    if (await isRunning(server)) throw error; // else it has ended meanwhile, by itself
  }
}

/** Stops at once, without waiting: the next start recovers what was committed. */
function abort(server) {
  const args = ['stop', '--mode=immediate', '--no-wait', '--silent', `--pgdata=${server.data}`];
  call(server, server.binaries.pgCtl, args);
}

function run(server, file, args) {
  const { status, error, stdout, stderr } = call(server, file, args);
  if (status === 0) return;
  throw new Error(
    `PostgreSQL could not be set up: ${error?.message ?? `${stderr}${stdout}`.trim()}`,
  );
}

function call(server, file, args) {
  const [command, list] = server.account.wrap(file, args);
  return spawnSync(command, list, { cwd: '/', encoding: 'utf8', env: environment() });
}

/** pg_ctl, without blocking this process. */
function runAsync(server, args) {
  const [command, list] = server.account.wrap(server.binaries.pgCtl, args);
  // The server inherits these: a pipe would keep the reader waiting as long as the server lives.
  const child = spawn(command, list, {
    cwd: '/',
    env: environment(),
    stdio: 'ignore',
    detached: true,
  });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) done();
      else reject(new Error(`PostgreSQL: "pg_ctl ${args[0]}" failed: ${lastLines(server.log)}`));
    });
  });
}

function lastLines(file) {
  if (!existsSync(file)) return 'no log';
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return `${lines.slice(-3).join(' | ')} (see ${file})`;
}

/** Ignores PGPORT and PGDATA of the environment, and fixes the language of messages. */
function environment() {
  const clean = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(clean), LC_ALL: 'C' };
}
