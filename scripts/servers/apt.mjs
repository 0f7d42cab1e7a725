import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** Whether packages of Debian can be installed here. */
export function canInstall() {
  return userInfo().uid === 0 && spawnSync('which', ['apt-get']).status === 0;
}

/** Waits for others that install. @throws Error with what apt-get said */
export function installPackage(...names) {
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...names);
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync(
    'apt-get',
    ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args],
    {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${stderr.trim()}`);
}
