#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { programVersion } from '#process';
import { runCli } from './main.js';

/* The program `conductor`: a process around `runCli`. */

const interrupting = new AbortController();
process.on('SIGINT', () => {
  // the second time there is no waiting for anything
  if (interrupting.signal.aborted) process.exit(130);
  interrupting.abort();
});
// `conductor … | head` ends as `head` wants it
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  input: process.stdin,
  env: process.env,
  cwd: process.cwd(),
  version: programVersion(import.meta.url),
  home: homedir(),
  interrupted: interrupting.signal,
  openBrowser,
});

function openBrowser(url: string): boolean {
  const { platform, env } = process;
  const isHeadless = platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
  if (isHeadless) return false;
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '', url.replaceAll('&', '^&')]
        : ['xdg-open', url];
  const opening = spawn(command!, args, { stdio: 'ignore', detached: true });
  opening.on('error', () => undefined);
  opening.unref();
  return true;
}
