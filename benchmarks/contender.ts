import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.js';
import { definition, settings } from './settings.js';

/** A conductor and its three participants, as processes with queues of their own. */
export interface Contender {
  readonly name: string;
  readonly url: string;
  /** CPU seconds used so far, by process. */
  cpu(): Record<string, number>;
  stop(): Promise<void>;
}

export interface ContenderOptions {
  readonly name: string;
  /** The conductor's program, relative to this file. */
  readonly file: string;
  readonly port: number;
  readonly prefix: string;
}

/** The whole product, with the benchmark's definition posted. */
export async function startProduct(port: number): Promise<Contender> {
  const file = '../apps/conductor/src/main.js';
  const processes = new Processes({ name: 'product', file, port, prefix: settings.prefix });
  processes.startConductor();
  await processes.startParticipants();
  await untilReady(processes.url);
  await postDefinition(processes.url);
  return processes;
}

/** The yardstick in baseline/conductor.ts. */
export async function startBaseline(port: number): Promise<Contender> {
  const file = './baseline/conductor.js';
  const prefix = `${settings.prefix}-baseline`;
  const processes = new Processes({ name: 'baseline', file, port, prefix });
  await processes.startParticipants();
  await once(processes.startConductor(), 'message');
  return processes;
}

class Processes implements Contender {
  readonly name: string;
  readonly url: string;
  private readonly participants: ChildProcess[] = [];
  private conductor: ChildProcess | null = null;
  private isStopping = false;

  constructor(private readonly options: ContenderOptions) {
    this.name = options.name;
    this.url = `http://127.0.0.1:${options.port}`;
    process.on('exit', () => this.all().forEach((child) => child.kill('SIGKILL')));
  }

  startConductor(): ChildProcess {
    const { file, port } = this.options;
    this.conductor = this.start(file, [], { PORT: String(port) });
    return this.conductor;
  }

  async startParticipants(): Promise<void> {
    for (const name of ['order', 'payment', 'shipping']) {
      this.participants.push(this.start('./participant.js', [name], {}));
    }
    await Promise.all(this.participants.map((child) => once(child, 'message')));
  }

  cpu(): Record<string, number> {
    return {
      conductor: cpuSeconds(this.conductor?.pid ?? 0),
      participants: this.participants.reduce((sum, { pid }) => sum + cpuSeconds(pid ?? 0), 0),
    };
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    for (const child of this.all()) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }

  private all(): ChildProcess[] {
    return [...(this.conductor ? [this.conductor] : []), ...this.participants];
  }

  private start(file: string, args: string[], env: Record<string, string>): ChildProcess {
    const { prefix, name } = this.options;
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
      env: {
        ...process.env,
        ...env,
        LOG_LEVEL: 'warn',
        CONDUCTOR_PREFIX: prefix,
        BENCH_PREFIX: prefix,
      },
      execArgv: nodeOptions(file),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.on('exit', (code) => {
      if (this.isStopping || code === 0) return;
      process.stderr.write(`${name}: ${file} ${args.join(' ')} ended with code ${code}\n`);
      process.exit(1);
    });
    return child;
  }
}

/** The conductor, run as `npm run start:conductor` runs it. */
function nodeOptions(file: string): string[] {
  if (!file.includes('apps/conductor')) return [];
  const { profileDir } = settings;
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  return ['--max-semi-space-size=64', ...profile];
}

async function untilReady(url: string): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the conductor is not ready after 30 s');
}

async function postDefinition(url: string): Promise<void> {
  const answer = await fetch(`${url}/v1/definitions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(definition),
  });
  if (!answer.ok) throw new Error(`the definition was refused: ${await answer.text()}`);
}
