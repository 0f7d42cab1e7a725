import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package of a peer. What it has is described beside its use, since its types are not here. */
export function loadInstalled(name: string): unknown {
  return requireInstalled()(name);
}

/** `file` begins with the package's name. @throws Error when it is not there */
export function pathOfInstalled(file: string): string {
  return requireInstalled().resolve(file);
}

/** From the folder that scripts/bench.mjs has installed them into. */
function requireInstalled(): NodeJS.Require {
  return createRequire(join(process.env['BENCH_PEERS_DIR'] ?? process.cwd(), 'package.json'));
}
