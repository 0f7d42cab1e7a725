import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { canInstall, installPackage } from './apt.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The program of a Chromium: that of CHROMIUM, else an installed one, else (root on Debian) that
 * of the package, installed first.
 * @throws Error that says what to do
 */
export function findChromium(say = () => {}) {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (existsSync(CHROMIUM)) return CHROMIUM;
    throw new Error(`CHROMIUM names ${CHROMIUM}, which is not there.`);
  }
  const found = onPath();
  if (found) return found;
  if (canInstall()) {
    say('Chromium: not installed; installing the package chromium with apt-get');
    installPackage('chromium');
    const installed = onPath();
    if (installed) return installed;
  }
  throw new Error(
    'The tests of the console need a real Chromium and there is none. Do one of these:\n' +
      '  - set CHROMIUM to the program of a Chromium or Chrome\n' +
      '  - install the package chromium\n' +
      '  - on Debian or Ubuntu run the tests as root: the package is installed for you',
  );
}

function onPath() {
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return null;
}
