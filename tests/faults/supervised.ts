import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Keeper } from '#servers/keeper';

/** The delay of a supervisor before it restarts a process that ended by itself. */
const RESTART_MS = 2_000;
const HEAP_MAX_MB = 384;

export interface Program {
  readonly name: string;
  /** The script, and its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Receives all of its output. */
  readonly logFile: string;
}

/** A process ended unexpectedly. */
export interface Death {
  readonly process: string;
  readonly at: number;
  readonly how: string;
}

/** A process of the product, which can be killed and paused, and is restarted when it dies. */
export class Supervised {
  private child: ChildProcess | null = null;
  private isWanted = false;

  constructor(
    private readonly program: Program,
    private readonly keeper: Keeper,
    private readonly onDeath: (death: Death) => void,
  ) {}

  get name(): string {
    return this.program.name;
  }

  /** On SIGUSR2 Node writes what it does and waits for, even out of an endless loop. */
  private get options(): readonly string[] {
    const report = ['--report-on-signal', `--report-dir=${dirname(this.program.logFile)}`];
    return [`--max-old-space-size=${HEAP_MAX_MB}`, '--trace-warnings', ...report];
  }

  start(): void {
    this.isWanted = true;
    const { args, env, logFile } = this.program;
    const log = openSync(logFile, 'a');
    const child = spawn(process.execPath, [...this.options, ...args], {
      env: { ...process.env, ...env, NODE_OPTIONS: '' },
      detached: true, // a group of its own, for the keeper
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    if (child.pid !== undefined) this.keeper.keep({ groups: [child.pid] });
    child.once('exit', (code, signal) => {
      if (this.child !== child || !this.isWanted) return;
      this.onDeath({ process: this.name, at: Date.now(), how: `exit ${code ?? signal}` });
      void delay(RESTART_MS).then(() => {
        if (this.child === child && this.isWanted) this.start();
      });
    });
  }

  /** `kill -9`; it stays down until `start`. */
  async kill(): Promise<void> {
    this.isWanted = false;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Asks it for a report of its stack, handles and sockets, as a file beside its log. */
  report(): void {
    this.child?.kill('SIGUSR2');
  }
}
