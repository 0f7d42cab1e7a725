import { prepare } from './prepare.mjs';

/**
 * `npm run adopt [-- ADAPTER …]`: what docs/GETTING-STARTED.md says, from the packed packages alone,
 * outside of the repository, with each adapter; and how long it took. See tests/adopt/README.md.
 */
prepare({ build: true });
await import('../tests/adopt/main.mjs');
