import { prepare } from './prepare.mjs';

/** Everything in one process; see apps/standalone. */
prepare({ build: true, dev: false });
process.setSourceMapsEnabled(true);
await import('../dist/apps/standalone/src/main.js');
