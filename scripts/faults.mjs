import { compile, prepare, root } from './prepare.mjs';

/**
 * `npm run faults`: breaks servers, links and processes under load, and checks the results. It
 * starts its own servers. See CONTRIBUTING.md.
 */
prepare({ build: true });
compile('tsconfig.faults.json');
process.chdir(root);
process.setSourceMapsEnabled(true);
await import('../dist/tests/faults/main.js');
