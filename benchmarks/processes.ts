import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.js';
import { settings } from './settings.js';

const YOUNG_GENERATION = '--max-semi-space-size=64';

const all = new Set<ChildProcess>();
process.on('exit', () => all.forEach((child) => child.kill('SIGKILL')));
// without these a signal would end this process and leave the others
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

/** Programs of one contender that do the same, each a process. One that ends early ends the run. */
export class Processes {
  private readonly children: ChildProcess[] = [];
  private isStopping = false;

  constructor(private readonly owner: string) {}

  /** `file` is relative to this one. */
  start(file: string, args: readonly string[], env: Record<string, string>): ChildProcess {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
      env: { ...process.env, LOG_LEVEL: 'warn', ...env },
      execArgv: nodeOptions(file),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return this.watch(child, `${file} ${args.join(' ')}`);
  }

  /** A program that is not ours. What it prints goes to the file `log`, and is shown if it ends. */
  startForeign(program: string, args: readonly string[], options: ForeignOptions): ChildProcess {
    const { env, log } = options;
    const output = openSync(log, 'a');
    const child = spawn(program, args, { env, stdio: ['ignore', output, output] });
    closeSync(output);
    child.once('error', ({ message }) => this.fail(`${program} cannot be run: ${message}`));
    return this.watch(child, program, () => lastLines(log));
  }

  list(): readonly ChildProcess[] {
    return this.children;
  }

  /** CPU seconds used so far, of all of them. */
  cpu(): number {
    return this.pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  }

  pids(): readonly number[] {
    return this.children.map(({ pid }) => pid ?? 0);
  }

  /** One after the other, by default with SIGTERM: they finish what they have in hand. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.isStopping = true;
    for (const child of this.children) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  }

  private watch(child: ChildProcess, what: string, details = () => ''): ChildProcess {
    all.add(child);
    this.children.push(child);
    child.on('exit', (code, signal) => {
      all.delete(child);
      if (!this.isStopping) this.fail(`${what} ended with ${signal ?? code}\n${details()}`);
    });
    return child;
  }

  private fail(reason: string): never {
    process.stderr.write(`${this.owner}: ${reason.trimEnd()}\n`);
    process.exit(1);
  }
}

export interface ForeignOptions {
  /** Its whole environment; that of this process is not added. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

/**
 * The conductor runs as `npm run start:conductor` runs it. Programs of other engines have the same
 * young generation, and do not print that their packages call what is deprecated.
 */
function nodeOptions(file: string): string[] {
  if (file.includes('/peers/')) return [YOUNG_GENERATION, '--no-deprecation'];
  if (!file.includes('apps/conductor')) return [];
  const { profileDir } = settings;
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  return [YOUNG_GENERATION, ...profile];
}
