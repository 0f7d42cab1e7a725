import { prepare } from './prepare.mjs';

/** Everything that runs, into dist: the programs, and the console as it is served. */
prepare({ build: true, dev: false });
