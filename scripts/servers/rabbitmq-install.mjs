import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { canInstall, installPackage } from './apt.mjs';

/** Debian's question before it starts the service of a package: 101 means "do not". */
const POLICY = '/usr/sbin/policy-rc.d';

/**
 * Installs Debian's rabbitmq-server, when we are root and there is apt-get, without the service
 * that the package starts: the tests use a private node. False: cannot be done here.
 */
export function installRabbitmq(say) {
  if (!canInstall()) return false;
  say('RabbitMQ: not installed; installing the package rabbitmq-server with apt-get');
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    installPackage('rabbitmq-server');
  } finally {
    if (ours) rmSync(POLICY);
  }
  // Somebody else's policy may have let it start; nobody has used it yet.
  if (!ours)
    spawnSync('service', ['rabbitmq-server', 'stop'], { stdio: 'ignore', timeout: 60_000 });
  return true;
}
