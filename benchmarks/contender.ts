import { once } from 'node:events';
import { findFreePort } from '#servers/ports';
import type { CpuSeconds } from './figures/cpu-use.js';
import { createDatabase, type OwnDatabase } from './databases.js';
import { requestEffects } from './effect-requests.js';
import type { Effects } from './figures/effects.js';
import { Processes } from './processes.js';
import { servers } from './servers.js';
import { definition, settings } from './settings.js';

/** Conductors and their three participants, as processes with queues and databases of their own. */
export interface Contender {
  readonly name: string;
  /** Of its conductors. */
  readonly urls: readonly string[];
  /** Of its conductors' database. */
  readonly databaseUrl: string;
  /** Of its participants' databases; none when they only reply. */
  readonly participantUrls: readonly string[];
  readonly conductorPids: readonly number[];
  /** CPU seconds used so far, by kind of process. */
  cpu(): CpuSeconds;
  /** What its participants did since the last call; for those that only reply. */
  takeEffects(): Promise<Effects>;
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Is also part of the names of its queues and databases. Default `product`. */
  readonly name?: string;
  /** How many conductors share the work. Default 1. */
  readonly replicas?: number;
  /**
   * `replying`: they answer and do nothing else. `library`: they have the participant library, with
   * an inbox and a database each. `batches`: the same, and commands share transactions. Default
   * `replying`.
   */
  readonly participants?: 'replying' | 'library' | 'batches';
  /** The conductor's program, as an address of a file. Default: that of this folder. */
  readonly program?: string;
  /** Posted before the participants start. Default: that of the benchmark's saga. */
  readonly definitions?: readonly object[];
  /** More settings of its conductors. */
  readonly env?: Record<string, string>;
}

const PARTICIPANTS = ['order', 'payment', 'shipping'];
const READY_MAX_MS = 60_000;

/** The whole product. */
export async function startProduct(options: ProductOptions = {}): Promise<Contender> {
  const { name = 'product', replicas = 1, participants = 'replying' } = options;
  const parts = await openParts(name);
  const urls: string[] = [];
  for (let replica = 0; replica < replicas; replica++) {
    const { program = '../apps/conductor/src/main.js', env = {} } = options;
    urls.push((await startConductor(parts, program, env)).url);
  }
  await Promise.all(urls.map(untilReady));
  const databases =
    participants === 'replying'
      ? await startReplying(parts)
      : await startWithLibrary(parts, { batch: participants === 'batches' });
  for (const each of options.definitions ?? [definition]) await postDefinition(urls[0] ?? '', each);
  return contenderOf(parts, urls, databases);
}

/** The yardstick in baseline/conductor.ts. */
export async function startBaseline(): Promise<Contender> {
  const parts = await openParts('baseline');
  await startReplying(parts);
  const { url, child } = await startConductor(parts, './baseline/conductor.js', {});
  await once(child, 'message');
  return contenderOf(parts, [url], []);
}

interface Parts {
  readonly name: string;
  readonly prefix: string;
  readonly database: OwnDatabase;
  readonly conductors: Processes;
  readonly participants: Processes;
}

async function openParts(name: string): Promise<Parts> {
  const prefix = `${settings.prefix}-${name}`;
  const database = await createDatabase(servers.databaseUrl, prefix);
  const [conductors, participants] = [new Processes(name), new Processes(name)];
  return { name, prefix, database, conductors, participants };
}

async function startConductor(parts: Parts, file: string, env: Record<string, string>) {
  const port = await findFreePort();
  const child = parts.conductors.start(file, [], {
    ...env,
    PORT: String(port),
    DATABASE_URL: parts.database.url,
    CONDUCTOR_PREFIX: parts.prefix,
    BENCH_PREFIX: parts.prefix,
  });
  return { url: `http://127.0.0.1:${port}`, child };
}

async function startReplying({ participants, prefix }: Parts): Promise<OwnDatabase[]> {
  const children = PARTICIPANTS.map((name) =>
    participants.start('./participant.js', [name], { BENCH_PREFIX: prefix }),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  return [];
}

async function startWithLibrary(
  { participants, prefix }: Parts,
  { batch }: { readonly batch: boolean },
): Promise<OwnDatabase[]> {
  const serverUrl = servers.participantsUrl ?? servers.databaseUrl;
  const databases = await Promise.all(
    PARTICIPANTS.map((name) => createDatabase(serverUrl, `${prefix}-${name}`)),
  );
  const children = PARTICIPANTS.map((name, index) =>
    participants.start('./with-library/participant.js', [name, ...(batch ? ['batch'] : [])], {
      CONDUCTOR_PREFIX: prefix,
      [`${name.toUpperCase()}_DATABASE_URL`]: databases[index]?.url ?? '',
    }),
  );
  await Promise.all(children.map((child) => once(child, 'message')));
  return databases;
}

function contenderOf(
  { name, database, conductors, participants }: Parts,
  urls: readonly string[],
  databases: readonly OwnDatabase[],
): Contender {
  return {
    name,
    urls,
    databaseUrl: database.url,
    participantUrls: databases.map(({ url }) => url),
    conductorPids: conductors.pids(),
    takeEffects: () => requestEffects(participants.list()),
    cpu: () => ({ conductor: conductors.cpu(), participants: participants.cpu() }),
    stop: async () => {
      await conductors.stop();
      await participants.stop();
      for (const each of [database, ...databases]) await each.drop();
    },
  };
}

async function untilReady(url: string): Promise<void> {
  const giveUpAt = Date.now() + READY_MAX_MS;
  while (Date.now() < giveUpAt) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the conductor is not ready after ${READY_MAX_MS / 1000} s`);
}

async function postDefinition(url: string, document: object): Promise<void> {
  const answer = await fetch(`${url}/v1/definitions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  if (!answer.ok) throw new Error(`the definition was refused: ${await answer.text()}`);
}
