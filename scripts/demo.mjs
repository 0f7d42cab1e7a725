import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tourEnvironment } from './demo/environment.mjs';
import { fail, prepare, root } from './prepare.mjs';

/**
 * Runs what `npm start` runs, with a guided tour, and then stops: on a terminal when somebody says
 * so, that what the tour printed can be looked at and pasted. The tour has a data folder of its own
 * and can be repeated. It ignores other installations, whatever the environment says, because the
 * definition that it posts would stay in force there.
 */
prepare({ build: true, dev: false });
const { takeTour } = await import('./demo/tour.mjs');

/** It ended during the tour: by Ctrl-C, or by an error that it has reported. */
class Stopped extends Error {}

const { env, ignored } = tourEnvironment(process.env, root);
if (ignored.length > 0) {
  console.log(`The tour has an installation of its own: ${ignored.join(', ')} is ignored.`);
}
const server = spawn(process.execPath, [join(root, 'dist/apps/standalone/src/main.js')], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(server, 'exit');
process.on('SIGINT', () => {}); // the terminal tells the server as well; we end with it
process.on('SIGTERM', () => server.kill('SIGTERM'));

const addresses = await Promise.race([readAddresses(server.stdout), ended.then(() => undefined)]);
if (!addresses) process.exit(1); // it has said why
server.stdout.resume();

const stopped = ended.then(() => Promise.reject(new Stopped()));
try {
  await Promise.race([takeTour(addresses), stopped]);
  if (process.stdin.isTTY && process.stdout.isTTY) await Promise.race([lookAround(), stopped]);
} catch (error) {
  process.exitCode = 1;
  if (!(error instanceof Stopped)) console.error(`\nThe tour ended early: ${error.message}`);
}
server.kill('SIGTERM');
await ended;
if (!process.exitCode) console.log('\nEverything is stopped. To look around yourself: npm start');

/** Until somebody presses Enter. */
async function lookAround() {
  console.log(`
The tour is over, and everything still runs: paste what you saw into another
terminal, or look at ${addresses.api}

Enter stops it.`);
  await once(process.stdin, 'data');
  process.stdin.pause();
}

/** Forwards the server's output until it is ready, and reads the addresses from it. */
async function readAddresses(output) {
  let text = '';
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const [, api] = /API\s+(\S+?)\/v1/.exec(text) ?? [];
    const [, orders] = /Orders\s+(\S+?)\/orders/.exec(text) ?? [];
    if (api && orders) return { api, orders };
    if (!text.includes('Conductor is running')) process.stdout.write(chunk);
  }
  return fail('The server ended before it was ready.');
}
