import { root } from './checkout.mjs';
import { buildConsole } from '../console.mjs';
import { progressOn } from '../progress.mjs';
import { transpile } from './transpile.mjs';

/** The programs and the console, into `dist`, with a line of progress on stderr. */
const beganAt = performance.now();
const progress = progressOn(process.stderr);
let built = 'Building';
const tell = () => progress.tell(built);
const ticking = setInterval(tell, 250);
try {
  await Promise.all([
    transpile(root, (done, of) => {
      built = `Building: ${done} of ${of} files, then the console`;
      tell();
    }),
    buildConsole(),
  ]);
} catch (error) {
  process.exitCode = 1;
  progress.end();
  console.error(error instanceof Error ? error.message : error);
}
clearInterval(ticking);
progress.end();
if (!process.exitCode) console.error(`Built in ${secondsSince(beganAt)} s.`);

function secondsSince(at) {
  return ((performance.now() - at) / 1000).toFixed(0);
}
