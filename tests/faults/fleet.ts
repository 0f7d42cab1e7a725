import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Keeper } from '#servers/keeper';
import { TcpProxy } from '../../libs/testing-internal/src/tcp-proxy.js';
import { DEFINITIONS } from './definitions.js';
import { ALL, CONDUCTORS, PARTICIPANTS } from './planning/fault-kinds.js';
import { findFreePort } from '#servers/ports';
import { SABOTAGE_SETTING, type Sabotage } from './sabotage.js';
import { databaseOf, type Servers } from './servers.js';
import { Supervised, type Death } from './supervised.js';

/** A busy machine takes its time to start five processes. */
const START_MAX_MS = 180_000;

export interface Links {
  readonly pg: TcpProxy;
  readonly broker: TcpProxy;
}

export interface FleetOptions {
  readonly servers: Servers;
  readonly keeper: Keeper;
  readonly logDir: string;
  readonly sabotage: Sabotage;
}

/** The processes of the product, each with links of its own to both servers. */
export class Fleet {
  readonly deaths: Death[] = [];
  private readonly processes = new Map<string, Supervised>();
  private readonly links = new Map<string, Links>();
  private readonly ports = new Map<string, number>();

  private constructor(private readonly options: FleetOptions) {}

  /** Makes their links and settings; nothing runs yet. */
  static async prepare(options: FleetOptions): Promise<Fleet> {
    mkdirSync(options.logDir, { recursive: true });
    const fleet = new Fleet(options);
    for (const name of [...CONDUCTORS, ...PARTICIPANTS]) await fleet.add(name);
    return fleet;
  }

  /** Until sagas can run. @throws AbortError when `signal` says so before. */
  async start(signal: AbortSignal): Promise<void> {
    for (const name of CONDUCTORS) this.process(name).start();
    await this.waitUntil('the conductors are ready', signal, () => this.areConductorsReady());
    for (const name of PARTICIPANTS) this.process(name).start();
    await this.waitUntil('the participants listen', signal, () => this.doParticipantsListen());
    for (const document of DEFINITIONS) await this.post('/v1/definitions', document);
  }

  /** Of the conductors' APIs. */
  get urls(): readonly string[] {
    return CONDUCTORS.map((name) => `http://127.0.0.1:${this.ports.get(name)}`);
  }

  process(name: string): Supervised {
    const found = this.processes.get(name);
    if (!found) throw new Error(`there is no process ${name}`);
    return found;
  }

  /** Those of one process, or of all. */
  linksOf(target: string, server: keyof Links): readonly TcpProxy[] {
    const chosen = [...this.links].filter(([name]) => target === ALL || name === target);
    return chosen.map(([, links]) => links[server]);
  }

  /** Each process writes into a file beside its log what it does, as far as it runs. */
  report(): void {
    for (const process of this.processes.values()) process.report();
  }

  async end(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.kill()));
    const links = [...this.links.values()];
    await Promise.all(links.flatMap(({ pg, broker }) => [pg.close(), broker.close()]));
  }

  private async add(name: string): Promise<void> {
    const { servers, keeper, logDir, sabotage } = this.options;
    const databaseUrl = servers.postgres.urlOf(databaseOf(name));
    const links = {
      pg: await TcpProxy.to(databaseUrl),
      broker: await TcpProxy.to(servers.rabbitUrl),
    };
    this.links.set(name, links);
    const port = await findFreePort();
    this.ports.set(name, port);
    const isConductor = CONDUCTORS.some((conductor) => conductor === name);
    const database = isConductor ? 'DATABASE_URL' : `${name.toUpperCase()}_DATABASE_URL`;
    const env = {
      PORT: String(port),
      [database]: links.pg.through(databaseUrl),
      AMQP_URL: links.broker.through(servers.rabbitUrl),
      LOG_LEVEL: 'info',
      [SABOTAGE_SETTING]: sabotage,
    };
    const args = isConductor
      ? ['dist/apps/conductor/src/main.js']
      : ['dist/tests/faults/participant.js', name];
    const program = { name, args, env, logFile: join(logDir, `${name}.log`) };
    this.processes.set(name, new Supervised(program, keeper, (death) => this.deaths.push(death)));
  }

  private async areConductorsReady(): Promise<boolean> {
    const answers = await Promise.all(this.urls.map((url) => fetch(`${url}/health/ready`)));
    return answers.every(({ status }) => status === 200);
  }

  private async doParticipantsListen(): Promise<boolean> {
    const listed = await this.options.servers.rabbit.ctl('-q', 'list_queues', 'name', 'consumers');
    return PARTICIPANTS.every((name) => new RegExp(`commands\\.${name}\\s+[1-9]`).test(listed));
  }

  private async post(path: string, body: object): Promise<void> {
    const answer = await fetch(`${this.urls[0]}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }

  private async waitUntil(
    what: string,
    signal: AbortSignal,
    probe: () => Promise<boolean>,
  ): Promise<void> {
    const giveUpAt = Date.now() + START_MAX_MS;
    while (!(await probe().catch(() => false))) {
      if (Date.now() > giveUpAt) {
        throw new Error(`not yet: ${what}; see the logs in ${this.options.logDir}`);
      }
      await delay(200, undefined, { signal });
    }
  }
}
