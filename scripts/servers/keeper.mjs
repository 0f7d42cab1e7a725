import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends temporary servers together with the process that started them, however that process ends:
 * Ctrl-C, a crash, `kill -9`. The keeper is a process in a session of its own, so signals for the
 * terminal do not reach it. It waits for the end of its standard input, which the operating system
 * closes when the owner ends, and then carries out its plan.
 *
 * The plan has `groups` of processes and `pidFiles` (first line: a pid) to kill, `commands` to run,
 * and `folders` to remove, in this order; the latest additions are ended first.
 */
export function startKeeper() {
  const keeper = spawn(process.execPath, [fileURLToPath(import.meta.url), '--keep'], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  keeper.unref();
  keeper.stdin.unref();
  keeper.stdin.on('error', () => {}); // it died before us; then there is nothing left to tell it
  const ended = once(keeper, 'exit');
  return {
    /** Adds to the plan. */
    keep: (plan) => keeper.stdin.write(`${JSON.stringify(plan)}\n`),
    /** Carries the plan out, and waits until it is done. */
    async end() {
      keeper.ref();
      keeper.stdin.end();
      await ended;
    },
  };
}

async function keepUntilOwnerEnds() {
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {});
  process.on('SIGHUP', () => {});
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  const plans = text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []));
  for (const plan of plans.reverse()) await carryOut(plan);
}

async function carryOut({ groups = [], pidFiles = [], commands = [], folders = [] }) {
  for (const group of groups) await kill(-group, 'SIGKILL');
  for (const file of pidFiles) {
    const pid = readPid(file);
    if (!pid) continue;
    const ended = kill(pid, 'SIGQUIT');
    tryToSend(pid, 'SIGCONT'); // it may be stopped, for a test
    await ended;
  }
  for (const { file, args, env } of commands) {
    spawnSync(file, args, { env: { ...process.env, ...env }, stdio: 'ignore', timeout: 10_000 });
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function readPid(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return undefined; // the server has ended and removed its file
  }
}

function tryToSend(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // it is gone, as intended
  }
}

/** Sends the signal, and waits up to 10 s until the process, or a group's last one, is gone. */
async function kill(pid, signal) {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    try {
      process.kill(pid, waitedMs === 0 ? signal : 0);
    } catch {
      return; // gone
    }
    await delay(50);
  }
}

if (process.argv[2] === '--keep') await keepUntilOwnerEnds();
