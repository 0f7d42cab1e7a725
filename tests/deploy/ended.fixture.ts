import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Kills those that still run, and waits until they have ended. */
export async function endAll(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
