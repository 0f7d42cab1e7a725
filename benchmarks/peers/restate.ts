import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '#servers/ports';
import { requestEffects } from '../effect-requests.js';
import { Processes } from '../processes.js';
import { pathOfInstalled } from './installed.js';
import type { Peer } from './peer.js';
import { restateSettings } from './restate-settings.js';

const STARTUP_MAX_MS = 60_000;

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
  startServer(server, dir, restateSettings({ name, dir, partitions, ports }));
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
