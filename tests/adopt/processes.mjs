import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** How long anything may take before it counts as broken. */
const PATIENCE_MS = 180_000;

/** A command to its end; its output is shown only when it fails. */
export function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: PATIENCE_MS * 3,
    ...options,
  });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}${error ?? ''}`);
}

/** A process that keeps running. `said(text)` waits until its output has it. */
export class Program {
  #output = '';
  #child;

  constructor(command, args, options) {
    this.name = [command, ...args].join(' ');
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.#output += text));
    }
  }

  async said(text) {
    await until(`${this.name} says "${text}"`, () => {
      if (this.#output.includes(text)) return true;
      this.requireRunning();
      return false;
    }).catch((error) => {
      throw new Error(`${error.message}\n${this.#output}`);
    });
  }

  requireRunning() {
    if (!this.isRunning) throw new Error(`${this.name} ended:\n${this.#output}`);
  }

  get output() {
    return this.#output;
  }

  get isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async end(signal = 'SIGTERM') {
    if (!this.isRunning) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }
}

/** Asks ten times a second until the answer is something, which it gives. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`in ${PATIENCE_MS / 1000} s it did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
