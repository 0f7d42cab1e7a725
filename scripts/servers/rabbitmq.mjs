import { execFile, spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from './ports.mjs';
import { installRabbitmq } from './rabbitmq-install.mjs';

const STARTUP_MAX_MS = 120_000;
/** Each command starts an Erlang system, which takes a while on a busy machine. */
const CONTROL_MAX_MS = 60_000;
/**
 * Debian's own start script insists on its folders; the script that it calls takes all settings
 * from us.
 */
const SERVER_SCRIPTS = ['/usr/lib/rabbitmq/bin/rabbitmq-server'];
const CONTAINER_IMAGE = 'rabbitmq:4';

/**
 * A RabbitMQ of our own on the loopback interface: a private node of an installed
 * `rabbitmq-server`, else a container, else (root on Debian) a private node of Debian's package,
 * installed first. Nothing else on the machine is touched: the node has a name, ports, an epmd and
 * folders of its own.
 *
 * - `dir`: data and logs; made when it is not there.
 * - `keeper`: ends the broker with this process and removes `dir`.
 * - `say`: takes one line about what is done.
 * - `settings`: further lines of its rabbitmq.conf; with any of them it is no container.
 *
 * Gives `url`, `control`, which is how its `rabbitmqctl` is run, and `node` when it is a private node: see `controlOf`.
 */
export async function startRabbit({ dir, keeper, say = () => {}, settings = [] }) {
  const installed = findServer();
  if (installed) return startNode({ server: installed, dir: resolve(dir), keeper, say, settings });
  const engine = settings.length > 0 ? undefined : findContainerEngine();
  if (engine) return startContainer({ engine, keeper, say });
  if (installRabbitmq(say)) {
    return startNode({ server: findServer(), dir: resolve(dir), keeper, say, settings });
  }
  throw new Error(
    'The tests need a real RabbitMQ and there is none. Do one of these:\n' +
      '  - set AMQP_URL to a broker that the tests may use\n' +
      '  - install the package rabbitmq-server (the tests start a node of their own)\n' +
      '  - start docker or podman\n' +
      '  - on Debian or Ubuntu run the tests as root: the package is installed for you',
  );
}

function findServer() {
  const known = SERVER_SCRIPTS.find((file) => existsSync(file));
  if (known) return known;
  const { status, stdout } = spawnSync('which', ['rabbitmq-server'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

async function startNode({ server, dir, keeper, say, settings }) {
  const account = prepareFolder(dir);
  const ports = {
    amqp: await findFreePort(),
    dist: await findFreePort(),
    epmd: await findFreePort(),
  };
  const env = nodeEnvironment(dir, ports, settings);
  say(`RabbitMQ: a private node of ${server} on port ${ports.amqp}`);
  const epmd = { file: 'epmd', args: ['-port', String(ports.epmd), '-kill'], env };
  keeper.keep({ commands: [epmd], folders: [dir] });
  const node = { server, dir, account, env, port: ports.amqp, keeper };
  const pid = await launch(node);
  return {
    url: `amqp://guest:guest@127.0.0.1:${ports.amqp}`,
    control: { command: [controlProgram(server), '--node', env.RABBITMQ_NODENAME], env },
    node: controlOf(node, pid),
  };
}

/** Waits until it answers. Returns its process group. */
async function launch({ server, dir, account, env, port, keeper }) {
  const output = openSync(join(dir, 'output.log'), 'a');
  const node = spawn(server, [], {
    ...account,
    env,
    cwd: dir,
    detached: true, // a session of its own: Ctrl-C is not for the broker
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  node.unref();
  keeper.keep({ groups: [node.pid] });
  const failure = new Promise((_, reject) => {
    node.once('error', reject);
    node.once('exit', () => reject(new Error(`RabbitMQ did not start:\n${outputOf(dir)}`)));
  });
  await Promise.race([waitForAmqp(port), failure]);
  node.removeAllListeners('exit');
  return node.pid;
}

function controlProgram(server) {
  return join(dirname(server), 'rabbitmqctl');
}

/**
 * For those who break it on purpose. `ctl(...args)` runs rabbitmqctl and gives its output,
 * `signal(name)` reaches all its processes, `start()` starts it anew after a SIGKILL, with the
 * data that it had.
 */
function controlOf(node, firstPid) {
  let pid = firstPid;
  const program = controlProgram(node.server);
  const options = { ...node.account, env: node.env, cwd: node.dir, timeout: CONTROL_MAX_MS };
  return {
    ctl: async (...args) => (await promisify(execFile)(program, args, options)).stdout,
    signal: (name) => process.kill(-pid, name),
    start: async () => {
      pid = await launch(node);
    },
  };
}

/** As root, the node runs as the package's user, who then owns the folder. */
function prepareFolder(dir) {
  mkdirSync(dir, { recursive: true });
  if (userInfo().uid !== 0) return {};
  const id = (flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'rabbitmq'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  };
  const account = { uid: id('-u'), gid: id('-g') };
  if (account.uid === undefined) return {};
  chownSync(dir, account.uid, account.gid);
  return account;
}

function nodeEnvironment(dir, ports, settings) {
  const write = (name, text) => {
    const file = join(dir, name);
    writeFileSync(file, text, { mode: 0o644 });
    return file;
  };
  const inherited = Object.entries(process.env).filter(([name]) => !/^(RABBITMQ|ERL)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: dir, // its Erlang cookie
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `conductor-${randomBytes(4).toString('hex')}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(ports.amqp),
    RABBITMQ_DIST_PORT: String(ports.dist),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    RABBITMQ_MNESIA_BASE: join(dir, 'mnesia'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_PID_FILE: join(dir, 'pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: write('enabled_plugins', '[].\n'),
    RABBITMQ_CONF_ENV_FILE: write('rabbitmq-env.conf', ''),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(dir, 'advanced.config'),
    RABBITMQ_CONFIG_FILE: write(
      'rabbitmq.conf',
      [
        ...['disk_free_limit.absolute = 50MB', 'consumer_timeout = 1800000', 'heartbeat = 10'],
        ...[...settings, ''],
      ].join('\n'),
    ),
  };
}

function outputOf(dir) {
  return readFileSync(join(dir, 'output.log'), 'utf8').split('\n').slice(-15).join('\n');
}

function findContainerEngine() {
  return ['docker', 'podman'].find(
    (engine) => spawnSync(engine, ['info'], { stdio: 'ignore', timeout: 15_000 }).status === 0,
  );
}

async function startContainer({ engine, keeper, say }) {
  const port = await findFreePort();
  say(`RabbitMQ: a container of ${CONTAINER_IMAGE} with ${engine} on port ${port}`);
  const name = `conductor-${randomBytes(4).toString('hex')}`;
  keeper.keep({ commands: [{ file: engine, args: ['rm', '--force', name] }] });
  const publish = `127.0.0.1:${port}:5672`;
  const flags = ['run', '--detach', '--rm', '--name', name, '--publish', publish];
  const { status, stderr } = spawnSync(engine, [...flags, CONTAINER_IMAGE], { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${engine} could not start ${CONTAINER_IMAGE}: ${stderr.trim()}`);
  await waitForAmqp(port);
  // The image lets the user guest in from outside of its container.
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    control: {
      command: [engine, 'exec', '--interactive', name, 'rabbitmqctl'],
      env: process.env,
    },
  };
}

/** Waits for the broker itself: an open port may belong to a proxy in front of it. */
async function waitForAmqp(port) {
  const giveUpAt = Date.now() + STARTUP_MAX_MS;
  while (!(await answersAmqp(port))) {
    if (Date.now() > giveUpAt) throw new Error(`RabbitMQ did not answer on port ${port} in time`);
    await delay(200);
  }
}

function answersAmqp(port) {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (result) => {
      socket.destroy();
      answer(result);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.once('connect', () => socket.write(Buffer.from('AMQP\x00\x00\x09\x01', 'latin1')));
    socket.once('data', (bytes) => finish(bytes[0] === 1)); // a method frame: Connection.Start
  });
}
