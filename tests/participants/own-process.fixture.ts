import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that tests start, and what it wrote. */
export class OwnProcess {
  private text = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => (this.text += piece));
    }
  }

  static start(
    [program = '', ...args]: readonly string[],
    env: Readonly<Record<string, string>>,
  ): OwnProcess {
    const own = { PATH: process.env['PATH'], ...env };
    return new OwnProcess(spawn(program, args, { env: own, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get log(): string {
    return this.text;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Asks it to end, as an orchestrator does, and gives its exit code once it has. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended();
  }

  /** Ends it with nothing that it could notice. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended();
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Its exit code; null: a signal ended it. */
  async ended(): Promise<number | null> {
    if (!this.hasEnded) await once(this.child, 'close');
    return this.child.exitCode;
  }
}
