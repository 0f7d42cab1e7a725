import type { Schemas } from '../api/api-client.js';
import { WaitLimitError } from '../errors/own-errors.js';
import { pause } from '../transport/pause.js';

export interface WaitOptions {
  /** How long to wait, in ms. Default: as long as it takes. */
  readonly limitMs?: number;
  /** Ends the waiting, not the saga. */
  readonly signal?: AbortSignal;
}

interface Awaited extends WaitOptions {
  /** `rest`: ended, or stuck, which needs a person. */
  readonly until: 'rest' | 'end';
  /** The saga once it is at rest, or after so long. */
  readonly look: (waitMs: number) => Promise<Schemas['Saga']>;
  /** Resolves once the saga has done something after this version, or after so long. */
  readonly untilChanged: (version: number, limitMs: number) => Promise<void>;
}

/** One question is held back so long at most: less than what proxies cut. */
const HOLD_MS = 20_000;
/** Between two questions where the conductor holds none back, as when it shuts down. */
const UNHELD_MS = 500;
/** How long a stuck saga is watched at a time. */
const WATCHED_MS = 600_000;

/** @throws WaitLimitError; ConductorError; the reason of the signal */
export async function waitUntil(awaited: Awaited): Promise<Schemas['Saga']> {
  const { until, limitMs = Infinity, signal, look, untilChanged } = awaited;
  const beganAt = Date.now();
  const leftMs = (): number => limitMs - (Date.now() - beganAt);
  for (;;) {
    const askedAt = Date.now();
    const holdMs = Math.max(0, Math.round(Math.min(leftMs(), HOLD_MS)));
    const saga = await look(holdMs);
    if (saga.endedAt !== null || (until === 'rest' && saga.status === 'stuck')) return saga;
    if (leftMs() <= 0) throw new WaitLimitError(saga, limitMs);
    if (saga.status === 'stuck') {
      await untilChanged(saga.version, Math.min(leftMs(), WATCHED_MS));
    } else if (Date.now() - askedAt < holdMs / 2) {
      await pause(Math.min(leftMs(), UNHELD_MS), signal);
    }
  }
}
