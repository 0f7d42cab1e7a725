import type { Effects } from '../figures/effects.js';
import type { StartForm } from '../load.js';
import type { Measured } from '../measuring.js';

/** Whoever carries out the benchmark's saga, the product too. */
export interface Peer extends Measured {
  readonly urls: readonly string[];
  /** Default: as conductors take a start. */
  readonly start?: StartForm;
  /** What its participants, or its steps, did since the last call. */
  takeEffects(): Promise<Effects>;
  stop(): Promise<void>;
}
