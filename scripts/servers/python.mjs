import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { canInstall, installPackage } from './apt.mjs';

/** Debian's own first: its packages are for no other. */
const PROGRAMS = ['/usr/bin/python3', 'python3'];
const CHECK = 'import sys, pika, psycopg; sys.exit(sys.version_info < (3, 11))';

/**
 * The program of a Python 3.11 or later that has pika and psycopg: that of PYTHON, else an
 * installed one, else (root on Debian) Debian's, with the packages installed first.
 * @throws Error that says what to do
 */
export function findPython(say = () => {}) {
  const { PYTHON } = process.env;
  if (PYTHON) {
    if (isUsable(PYTHON)) return PYTHON;
    throw new Error(`PYTHON names ${PYTHON}, which is no Python 3.11 with pika and psycopg 3.`);
  }
  const found = PROGRAMS.find(isUsable);
  if (found) return found;
  if (canInstall()) {
    say('Python: no pika and psycopg; installing python3-pika and python3-psycopg with apt-get');
    installPackage('python3-pika', 'python3-psycopg');
    const installed = PROGRAMS.find(isUsable);
    if (installed) return installed;
  }
  throw new Error(
    'The tests of the Python package need Python 3.11 with pika and psycopg 3. Do one of these:\n' +
      '  - set PYTHON to the program of one, as of a virtual environment: python -m venv\n' +
      '    .conductor/python && .conductor/python/bin/pip install pika psycopg[binary]\n' +
      '  - install the packages python3, python3-pika and python3-psycopg\n' +
      '  - on Debian or Ubuntu run the tests as root: the packages are installed for you',
  );
}

function isUsable(program) {
  if (program.startsWith('/') && !existsSync(program)) return false;
  return spawnSync(program, ['-c', CHECK], { stdio: 'ignore' }).status === 0;
}
