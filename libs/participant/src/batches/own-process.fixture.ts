import { brokerUrl } from '#testing-internal';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from '../stories/participant.fixture.js';

const PROGRAM = 'libs/participant/src/batches/killable-participant.fixture.mjs';

/** Where the process kills itself: `killable-participant.fixture.mjs` says when each comes. */
export interface Death {
  readonly at: 'handler' | 'reply' | 'confirm';
  /** The how many-th of these. */
  readonly after: number;
}

/** Starts the bench's service as a process of its own; resolves once it takes commands. */
export async function startProcess(bench: Bench, dies?: Death): Promise<ChildProcess> {
  const { prefix, databaseUrl } = bench;
  const options = { prefix, databaseUrl, amqpUrl: brokerUrl(), dies };
  const child = fork(join(process.cwd(), PROGRAM), [JSON.stringify(options)], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  bench.onClose(() => kill(child));
  await once(child, 'message');
  return child;
}

/** Of a process that is about to kill itself. */
export async function untilDead(child: ChildProcess): Promise<void> {
  if (isRunning(child)) await once(child, 'exit');
}

export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await untilDead(child);
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
