import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.js';
import { settings } from './settings.js';

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
    all.add(child);
    this.children.push(child);
    child.on('exit', (code) => {
      all.delete(child);
      if (this.isStopping) return;
      const what = `${this.owner}: ${file} ${args.join(' ')}`;
      process.stderr.write(`${what} ended with code ${code}\n`);
      process.exit(1);
    });
    return child;
  }

  /** CPU seconds used so far, of all of them. */
  cpu(): number {
    return this.pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  }

  pids(): readonly number[] {
    return this.children.map(({ pid }) => pid ?? 0);
  }

  /** One after the other, each by SIGTERM: they finish what they have in hand. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const child of this.children) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
  }
}

/** The conductor, run as `npm run start:conductor` runs it. */
function nodeOptions(file: string): string[] {
  if (!file.includes('apps/conductor')) return [];
  const { profileDir } = settings;
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  return ['--max-semi-space-size=64', ...profile];
}
