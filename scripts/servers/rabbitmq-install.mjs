import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Debian's question before it starts the service of a package: 101 means "do not". */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Debian's rabbitmq-server, when we are root and there is apt-get, without the service
 * that the package starts: the tests use a private node. False: cannot be done here.
 */
export function installRabbitmq(say) {
  if (userInfo().uid !== 0 || spawnSync('which', ['apt-get']).status !== 0) return false;
  say('RabbitMQ: not installed; installing the package rabbitmq-server with apt-get');
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt('update');
    apt('install', '--yes', '--no-install-recommends', 'rabbitmq-server');
  } finally {
    if (ours) rmSync(POLICY);
  }
  // Somebody else's policy may have let it start; nobody has used it yet.
  if (!ours)
    spawnSync('service', ['rabbitmq-server', 'stop'], { stdio: 'ignore', timeout: 60_000 });
  return true;
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', ['-q', ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${stderr.trim()}`);
}
