import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '#servers/ports';
import { requestEffects } from '../effect-requests.js';
import { Processes } from '../processes.js';
import { pathOfInstalled } from './installed.js';
import type { Peer } from './peer.js';

const STARTUP_MAX_MS = 60_000;
/**
 * At a time, in each partition. A saga that waits for a participant takes one, and the participant
 * another one: with the default of 1,000 as many callers stand still until a saga is suspended.
 */
const INVOCATIONS_MAX = 20_000;

export interface RestateOptions {
  /** Of the contender. */
  readonly name: string;
  readonly service: 'saga-by-calls' | 'saga-by-run';
  readonly partitions: number;
  /** Everything it keeps is in a folder of its own below this one. */
  readonly dir: string;
}

/** A Restate server on one node, and the program with its services. */
export async function startRestate(options: RestateOptions): Promise<Peer> {
  const { name, service, partitions } = options;
  const dir = join(options.dir, name);
  mkdirSync(dir, { recursive: true });
  const ports = {
    node: await findFreePort(),
    ingress: await findFreePort(),
    admin: await findFreePort(),
    endpoint: await findFreePort(),
  };
  const [server, endpoint] = [new Processes(name), new Processes(name)];
  startServer(server, dir, settingsOf({ name, dir, partitions, ports }));
  const child = endpoint.start('./peers/restate-endpoint.js', [], {
    PORT: String(ports.endpoint),
    RESTATE_LOGGING: 'ERROR',
  });
  await once(child, 'message');
  await register(ports);
  return {
    name,
    urls: [`http://127.0.0.1:${ports.ingress}`],
    start: { path: `/${service}/run`, statusCode: 200, bodyOf: (order) => order },
    servers: [],
    cpu: () => ({ server: server.cpu(), endpoint: endpoint.cpu() }),
    takeEffects: () => requestEffects(endpoint.list()),
    stop: async () => {
      await server.stop('SIGKILL'); // its data is thrown away
      await endpoint.stop();
    },
  };
}

function startServer(server: Processes, dir: string, settings: string): void {
  const config = join(dir, 'restate.toml');
  writeFileSync(config, settings);
  const own = Object.entries(process.env).filter(([key]) => !/^(RESTATE_|RUST_LOG)/.test(key));
  server.startForeign(findServer(), ['--no-logo', '--config-file', config], {
    env: { ...Object.fromEntries(own), DO_NOT_TRACK: '1' },
    log: join(dir, 'restate.log'),
  });
}

/** The program itself: the package's script would be one more process. */
function findServer(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return pathOfInstalled(`@restatedev/restate-server-${platform}/bin/restate-server`);
  } catch (cause) {
    throw new Error(
      `There is no Restate server for ${platform}: set BENCH_PEERS=product,baseline,dbos`,
      { cause },
    );
  }
}

/**
 * Durable as its defaults are, which are said here so that they are seen: the log is the
 * replicated one, of one node, and each write to it is synced to the disk.
 */
function settingsOf(options: {
  readonly name: string;
  readonly dir: string;
  readonly partitions: number;
  readonly ports: Readonly<Record<'node' | 'ingress' | 'admin', number>>;
}): string {
  const { name, dir, partitions, ports } = options;
  return `
    cluster-name = "${name}"
    node-name = "${name}"
    base-dir = ${JSON.stringify(join(dir, 'data'))}
    listen-mode = "tcp"
    bind-ip = "127.0.0.1"
    bind-port = ${ports.node}
    default-num-partitions = ${partitions}
    default-replication = 1
    disable-telemetry = true
    log-filter = "error"
    log-disable-ansi-codes = true

    [bifrost]
    default-provider = "replicated"

    [log-server]
    rocksdb-disable-wal-fsync = false

    [worker.invoker]
    concurrent-invocations-limit = ${INVOCATIONS_MAX}

    [ingress]
    bind-ip = "127.0.0.1"
    bind-port = ${ports.ingress}

    [admin]
    bind-ip = "127.0.0.1"
    bind-port = ${ports.admin}
    disable-web-ui = true
  `;
}

async function register(ports: Readonly<Record<'admin' | 'endpoint', number>>): Promise<void> {
  const giveUpAt = performance.now() + STARTUP_MAX_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${ports.admin}/deployments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ uri: `http://127.0.0.1:${ports.endpoint}` }),
    }).catch(() => null);
    if (answer?.ok) return;
    if (performance.now() > giveUpAt) {
      const reason = answer ? `${answer.status} ${await answer.text()}` : 'no answer';
      throw new Error(`Restate did not take the services in time: ${reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
