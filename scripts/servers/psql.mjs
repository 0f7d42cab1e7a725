import { spawnSync } from 'node:child_process';
import { canInstall, installPackage } from './apt.mjs';

/**
 * Sees to it that there is a psql: an installed one, else (root on Debian) Debian's, installed
 * first.
 * @throws Error that says what to do
 */
export function requirePsql() {
  if (isThere()) return;
  if (canInstall()) installPackage('postgresql-client');
  if (isThere()) return;
  throw new Error(
    'The tests of deploy/postgres need psql: install the package postgresql-client, or on Debian ' +
      'or Ubuntu run the tests as root, and it is installed for you.',
  );
}

function isThere() {
  return spawnSync('psql', ['--version'], { stdio: 'ignore' }).status === 0;
}
